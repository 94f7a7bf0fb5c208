// A draft's page is made anew when something is chosen. What was typed, ticked or chosen while that took its time, and so
// was not in what was sent, is put back and told of as a change: nothing is lost, and the sentences say what the page says.
"use strict";

(() => {
  let meanwhile = new Map();

  const fields = (root) => root.querySelectorAll("input:not([type=hidden]), select, textarea");
  const key = (field) => (field.type === "checkbox" ? `${field.name}=${field.value}` : field.name);

  // What of this field a form would send: no, one or several texts.
  const values = (field) => {
    if (field.type === "checkbox") return field.checked ? [field.value] : [];
    return field.multiple ? Array.from(field.selectedOptions, (option) => option.value) : [field.value];
  };

  const same = (one, other) => one.length === other.length && one.every((value, place) => value === other[place]);

  const write = (field, wanted) => {
    if (field.type === "checkbox") field.checked = wanted.length > 0;
    else if (field.multiple) for (const option of field.options) option.selected = wanted.includes(option.value);
    else if (field.tagName !== "SELECT" || Array.from(field.options).some((option) => option.value === wanted[0])) field.value = wanted[0];
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    const sent = (field) => {
      const all = event.detail.requestConfig.formData.getAll(field.name);
      return field.type === "checkbox" ? all.filter((value) => value === field.value) : all;
    };
    const changed = Array.from(fields(event.detail.target)).filter((field) => !same(values(field), sent(field)));
    meanwhile = new Map(changed.map((field) => [key(field), values(field)]));
  });

  document.addEventListener("htmx:afterSettle", () => {
    const wanted = meanwhile;
    meanwhile = new Map();
    const restored = Array.from(fields(document)).filter((field) => wanted.has(key(field)));
    for (const field of restored) write(field, wanted.get(key(field)));
    for (const field of restored) field.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
