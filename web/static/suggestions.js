// Suggestions while a query is typed: the box becomes a combobox (WAI-ARIA 1.2) with a list. The page works without it.
// The text and the focus change only when the user chooses a suggestion.
(() => {
  "use strict";
  const box = document.querySelector("input[data-suggest]");
  if (!box) return;
  const PAUSE = 120; // milliseconds between two keys
  const form = box.form;
  const make = (tag, values, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };
  const list = make("ul", {id: "suggestions", class: "suggestions", role: "listbox", "aria-label": "Suggestions", hidden: ""});
  const status = make("p", {class: "unseen", role: "status"});
  let timer, request, active = -1;

  const point = at => {
    active = at;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", number === at));
    if (at < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({block: "nearest"});
  };
  const fill = ([, texts, details, addresses]) => {
    list.replaceChildren(...texts.map((text, number) => {
      const isQuery = new URL(addresses[number]).pathname === new URL(form.action).pathname;
      const name = make("span", {dir: "auto", class: isQuery ? "" : "title"}, text);
      const option = make("li", {id: `suggestion-${number}`, role: "option"}, name, " ", make("small", {}, details[number]));
      option.choose = () => {
        close();
        if (!isQuery) return location.assign(addresses[number]);
        box.value = text;
        form.requestSubmit();
      };
      return option;
    }));
    list.hidden = !texts.length;
    box.setAttribute("aria-expanded", !list.hidden);
    status.textContent = list.hidden ? "" : `${texts.length} suggestion${texts.length > 1 ? "s" : ""}`;
    point(-1);
  };
  const stop = () => {
    clearTimeout(timer);
    request?.abort();
  };
  const close = () => {
    stop();
    fill([, [], [], []]);
  };
  const fetchList = async () => {
    stop();
    const typed = box.value;
    if (!typed.trim()) return close();
    request = new AbortController();
    const {signal} = request;
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`, {signal});
      const suggestions = answer.ok ? await answer.json() : [typed, [], [], []];
      if (!signal.aborted && document.activeElement === box) fill(suggestions);
    } catch { /* a newer request took its place, or the server is gone */ }
  };
  const soon = event => {
    stop();
    if (!event.isComposing) timer = setTimeout(fetchList, PAUSE);
  };
  const press = event => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const count = list.children.length;
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step && count) point((active + 1 + step + count + 1) % (count + 1) - 1);
    else if (event.key === "ArrowDown") fetchList();
    else if (event.key === "Enter" && active >= 0) list.children[active].choose();
    else if (event.key === "Escape" && count) close();
    else return;
    event.preventDefault();
  };

  box.type = "text"; // a search field cannot be a combobox
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": false, "aria-controls": list.id, "aria-haspopup": "listbox",
  })) box.setAttribute(name, value);
  form.append(list, status);
  box.addEventListener("input", soon);
  box.addEventListener("compositionend", soon);
  box.addEventListener("keydown", press);
  box.addEventListener("blur", close);
  form.addEventListener("submit", close);
  list.addEventListener("pointerdown", event => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", event => event.target.closest("li")?.choose());
})();
