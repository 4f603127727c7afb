// Tells what goes on beneath the page: an update, a problem, a newer state of the index than the one that is shown.
"use strict";
(() => {
  const line = document.getElementById("live");
  const idle = 5000, busy = 1500;
  const anew = document.createElement("a");
  anew.href = location.href.split("#")[0];
  anew.textContent = "The index has changed. Reload this page";
  let timer = 0;

  async function look() {
    let live;
    try {
      live = await (await fetch("/api/v1/live")).json();
    } catch {
      return again(idle); // the server was stopped; it may come back
    }
    const newer = String(live.generation) !== line.dataset.generation;
    if (newer && "waiting" in line.dataset) return location.reload();
    line.setAttribute("aria-busy", String(live.updating !== null));
    show(live.line, newer);
    again(live.updating ? busy : idle);
  }

  function show(text, newer) {
    if (line.textContent === (newer ? `${text} ${anew.textContent}` : text)) return;
    line.replaceChildren(...(newer ? [text, " ", anew] : [text]));
  }

  function again(after) {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, after);
  }

  document.addEventListener("visibilitychange", () => again(0));
  again(line.textContent ? busy : idle);
})();
