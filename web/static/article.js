// On an article: steps from hit to hit without reloading, and a bar that follows scrolling. If there are very many hits,
// the page marks a portion; a step out of it loads the next portion.
"use strict";
{
  const bar = document.querySelector(".steps[data-total]");
  const marks = document.querySelectorAll(".text mark[id]");
  const ticks = [...document.querySelectorAll(".rail a")];
  for (const button of bar?.querySelectorAll("button[name=hit]") ?? []) {  // replaced by links within the page
    const link = document.createElement("a");
    link.className = button.className;
    link.href = `#hit-${button.value}`;
    link.textContent = button.textContent;
    link.setAttribute("aria-label", button.getAttribute("aria-label"));
    button.replaceWith(link);
  }
  const [position, previous, following, cite] = [".at", ".prev", ".next", ".down"].map(name => bar?.querySelector(name));
  const [served, first, total] = ["at", "first", "total"].map(name => Number(bar?.dataset[name]));
  const before = first - 1;  // hits before the first that is marked
  const markOf = number => marks[number - first];
  const address = new URL(location);
  const count = number => number.toLocaleString("en");
  const numberIn = address => Number(/#hit-(\d+)$/.exec(address)?.[1] ?? 0);
  const numberOf = link => numberIn(link?.getAttribute("href") ?? "");
  const to = (number, hash = `hit-${number}`) => {
    address.searchParams.set("hit", number);
    address.hash = hash;
    return address.href;
  };
  let at = 0;

  const show = number => {
    if (number === at) return;
    at = number;
    position.textContent = at ? `${count(at)} of ${count(total)}` : `${count(total)} ${total === 1 ? "hit" : "hits"}`;
    previous.href = to(at > 1 ? at - 1 : total);
    following.href = to(at % total + 1);
    cite.href = at === served ? "#cite" : to(at || 1, "cite");
    const tick = ticks.findLast(it => numberOf(it) <= at);
    for (const it of ticks) it.classList.toggle("now", it === tick);
  };

  const edge = () => bar.getBoundingClientRect().bottom;
  const inSight = (mark, top) => {
    const place = mark.getBoundingClientRect();
    return place.bottom > top && place.top < innerHeight;
  };
  // The first hit below the edge, by binary search.
  const firstBelow = top => {
    let low = 0, high = marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (marks[middle].getBoundingClientRect().bottom > top) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const follow = () => {
    const top = edge(), chosen = numberIn(location.hash);
    for (const number of [chosen, at]) if (markOf(number) && inSight(markOf(number), top)) return show(number);
    const above = firstBelow(top);
    show(before + (above < marks.length && inSight(marks[above], top) ? above + 1 : above));
  };

  // Loads the page that marks the hit of the fragment, if this page does not.
  const reloads = () => {
    const number = numberIn(location.hash), elsewhere = number > 0 && number <= total && !markOf(number);
    if (elsewhere && address.searchParams.get("hit") !== String(number)) location.replace(to(number));
    return elsewhere;
  };

  if (bar && total) {
    const status = document.createElement("span");
    status.className = "unseen";
    status.setAttribute("role", "status");
    bar.append(status);
    document.querySelector(".reader").addEventListener("click", event => {
      const link = event.target.closest("a"), number = numberOf(link);
      if (!markOf(number) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const focused = document.activeElement === link;
      event.preventDefault();
      location.replace(`#hit-${number}`);  // adds no history entry, so Back leads to the results
      if (focused) link.focus({ preventScroll: true });  // jumping to the mark has removed the focus
      show(number);
      status.textContent = `Hit ${position.textContent}`;
    });
    let pending = false;
    addEventListener("scroll", () => {
      if (!pending) requestAnimationFrame(() => { pending = false; follow(); });
      pending = true;
    }, { passive: true });
    addEventListener("hashchange", () => reloads() || follow());
    // The fragment names the hit from now on.
    if (!reloads() && first === 1 && numberIn(location.hash) && address.searchParams.has("hit")) {
      address.searchParams.delete("hit");
      history.replaceState(history.state, "", address.href);
    }
    show(Math.min(numberIn(location.hash), total) || served);
  }
}
