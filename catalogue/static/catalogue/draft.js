// A draft's page is made anew when something is chosen. What was typed or ticked while that took its time stays as it is.
"use strict";

(() => {
  let kept = [];

  const fields = (root) => root.querySelectorAll("input:not([type=hidden]), select, textarea");
  const key = (field) => (field.type === "checkbox" ? `${field.name}=${field.value}` : field.name);

  document.addEventListener("htmx:beforeSwap", (event) => {
    kept = Array.from(fields(event.detail.target), (field) => [key(field), field.type === "checkbox" ? field.checked : field.value]);
  });

  document.addEventListener("htmx:afterSettle", () => {
    const known = new Map(kept);
    kept = [];
    for (const field of fields(document)) {
      const value = known.get(key(field));
      if (value === undefined || field.multiple) continue;
      if (field.type === "checkbox") field.checked = value;
      else if (field.tagName !== "SELECT" || Array.from(field.options).some((option) => option.value === value)) field.value = value;
    }
  });
})();
