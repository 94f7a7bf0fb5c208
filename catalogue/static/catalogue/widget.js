// The frame tells the page around it how high it is: only a page of the key's sites, and only once that page has asked.
"use strict";

(() => {
  const around = window.parent;
  if (around === window) return;
  const sites = document.documentElement.dataset.sites.split(" ");
  let asking = "";

  const tell = () => {
    if (asking) around.postMessage({ type: "shien-widget", height: document.body.getBoundingClientRect().height }, asking);
  };

  window.addEventListener("message", (event) => {
    if (event.source !== around || !sites.includes(event.origin) || Object(event.data).type !== "shien-widget") return;
    asking = event.origin;
    tell();
  });

  new ResizeObserver(tell).observe(document.body);

  // What has come back is read from its beginning; the page around scrolls there.
  document.querySelector("#errors, #answer")?.focus({ preventScroll: true });
})();
