// 支援施策さがし in a partner's page: a frame with the four questions, and then with the answer, where the script's tag stands.
// <script src="https://…/widget/v1.js" data-key="the key's first eight characters" data-lang="ja" async></script>
"use strict";

(() => {
  const WORDS = {
    ja: { title: "支援施策さがし", open: "支援施策さがしを開く" },
    en: { title: "Support Finder", open: "Open Support Finder" },
  };
  const LEAST = 160;
  const MOST = 20000;
  const PATIENCE = 5000;

  const tag = document.currentScript;
  const refuse = (text) => console.error(`支援施策さがし widget/v1.js: ${text}`);
  if (!tag) return refuse("type=\"module\" を付けずに、<script> タグで読み込んでください。");
  const key = tag.dataset.key ?? "";
  if (key.includes(".") || key.length > 8) {
    return refuse("data-key に鍵の全体を書かないでください。書くのは先頭の8文字だけです。公開したページに鍵の全体を書いた場合は、その鍵をすぐに失効させてください。");
  }
  if (!/^[A-Za-z0-9]{8}$/.test(key)) return refuse("data-key に、鍵の先頭の8文字を書いてください。");
  if (tag.closest("head")) return refuse("<head> ではなく、フォームを出したい場所にタグを置いてください。");

  const ofPage = document.documentElement.lang.startsWith("en") ? "en" : "ja";
  const lang = Object.hasOwn(WORDS, tag.dataset.lang ?? "") ? tag.dataset.lang : ofPage;
  const service = new URL(tag.src).origin;

  const frame = document.createElement("iframe");
  frame.title = WORDS[lang].title;
  frame.lang = lang;
  frame.referrerPolicy = "no-referrer";
  frame.sandbox = "allow-forms allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox";
  Object.assign(frame.style, { display: "block", width: "100%", maxWidth: "800px", height: "480px", border: "0" });

  const link = document.createElement("a");
  link.href = new URL("../profile/", tag.src).href;
  link.target = "_blank";
  link.rel = "noopener";
  link.lang = lang;
  link.textContent = WORDS[lang].open;

  let pages = 0;
  let waiting = 0;

  // A frame that this page may not show, or whose key no longer holds, loads as well, but does not answer.
  frame.addEventListener("load", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      frame.style.display = "none";
      frame.after(link);
    }, PATIENCE);
    frame.contentWindow.postMessage({ type: "shien-widget" }, service);
    pages += 1;
    if (pages > 1 && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
  });

  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== service) return;
    const { type, height } = Object(event.data);
    if (type !== "shien-widget" || !Number.isFinite(height)) return;
    clearTimeout(waiting);
    link.remove();
    frame.style.display = "block";
    frame.style.height = `${Math.min(Math.max(Math.ceil(height), LEAST), MOST)}px`;
  });

  frame.src = new URL(`${key}/?lang=${lang}`, tag.src).href;
  tag.after(frame);
})();
