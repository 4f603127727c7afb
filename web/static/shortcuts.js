// Keyboard shortcuts. Off in fields, with Ctrl, Alt or Meta, and during composition. Users can switch them off.
"use strict";
{
  const KEYS = [
    ["/", "Go to the search box"],
    ["j", "Next result"],
    ["k", "Previous result"],
    ["o", "Open the result"],
    ["n", "Next hit in an article"],
    ["p", "Previous hit"],
    ["u", "Back to the results"],
    ["?", "Show keyboard shortcuts"],
  ];
  const OFF = "seedsearch.keys.off";
  const results = () => [...document.querySelectorAll(".hits > li, .files > li")];
  const linkOf = item => item?.querySelector(":is(h2, .name) :is(a, button)");
  const current = items => items.findIndex(item => item.contains(document.activeElement));
  const click = selector => document.querySelector(selector)?.click();

  const step = by => {
    const items = results();
    let at = current(items);
    if (at < 0) at = items.findIndex(item => item.matches(":target"));
    for (at = at < 0 && by < 0 ? items.length : at; (at += by) in items; ) {
      if (linkOf(items[at])) return linkOf(items[at]).focus();
    }
  };
  const toBox = () => {
    const box = document.querySelector("form[role=search] input[name=q]");
    box?.focus();
    box?.select();
  };
  const open = () => {
    const items = results();
    linkOf(items[current(items)])?.click();
  };
  const actions = {
    "/": toBox, j: () => step(1), k: () => step(-1), o: open, "?": () => show(),
    n: () => click(".steps .next"), p: () => click(".steps .prev"), u: () => click(".back :is(a, button)"),
  };

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  let dialog, enabled = true;
  try {
    enabled = localStorage.getItem(OFF) === null;
  } catch { /* no storage: they can be switched off for one page only */ }
  const save = () => {
    try {
      if (enabled) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    } catch { /* as above */ }
  };
  const createDialog = () => {
    const rows = KEYS.map(([key, does]) => element("div", {}, element("dt", {}, element("kbd", {}, key)), element("dd", {}, does)));
    const toggle = element("input", { type: "checkbox", checked: enabled, onchange() { enabled = this.checked; save(); } });
    const close = element("form", { method: "dialog" }, element("button", { autofocus: true }, "Close"));
    const heading = element("h2", { id: "keys-heading" }, "Keyboard shortcuts");
    const box = element("dialog", { className: "keys" }, heading, element("dl", { className: "pairs" }, ...rows), element("label", {}, toggle, " Keyboard shortcuts are on"), close);
    box.setAttribute("aria-labelledby", heading.id);
    document.body.append(box);
    return box;
  };
  const show = () => {
    dialog ??= createDialog();
    if (!dialog.open) dialog.showModal();
  };

  document.addEventListener("keydown", event => {
    const taken = event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey;
    if (taken || !enabled || !Object.hasOwn(actions, event.key)) return;
    if (event.target.isContentEditable || event.target.closest("input, textarea, select, dialog")) return;
    event.preventDefault();
    actions[event.key]();
  });
  document.querySelector(".bottom p")?.append(" · ", element("button", { type: "button", onclick: show }, "Keyboard shortcuts"));
}
