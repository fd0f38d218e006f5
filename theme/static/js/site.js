/* What a script makes quicker; each page works without it. */

/* What is true only where scripts run. */
[].forEach.call(document.querySelectorAll("[data-scripted]"), function (it) { it.hidden = false; });

/* Folds: unfolded where a link leads into one, and all of them before printing; then folded again as they were. */
(function () {
  var opened = [];
  function reveal() {
    var it = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var target = it;
    for (; it; it = it.parentNode) { if (it.tagName === "DETAILS") { it.open = true; } }
    if (target) { target.scrollIntoView(); }
  }
  function unfold() {
    opened = [].filter.call(document.querySelectorAll("details"), function (it) { return !it.open; });
    opened.forEach(function (it) { it.open = true; });
  }
  function refold() {
    opened.forEach(function (it) { it.open = false; });
    opened = [];
  }
  addEventListener("hashchange", reveal);
  if (location.hash) { reveal(); }
  addEventListener("beforeprint", unfold);
  addEventListener("afterprint", refold);
  if (!("onbeforeprint" in window)) { /* Safari before 13. */
    matchMedia("print").addListener(function (print) { if (print.matches) { unfold(); } else { refold(); } });
  }
  document.addEventListener("click", function (event) {
    if (event.target.hasAttribute && event.target.hasAttribute("data-print")) { print(); }
  });
})();

/* The goal one is on is seen in the index of goals, also where that is drawn sideways; measured when the page is laid out anyway. */
(function () {
  var here = document.querySelector(".goals-nav__here");
  if (here) { requestAnimationFrame(function () { here.parentNode.parentNode.scrollLeft = here.parentNode.offsetLeft - 24; }); }
})();

/* "Lämna sidan snabbt", made quicker. Without this file it is a plain link that works.
   The page is taken off the screen at once, and the next takes its place in the history: "back" does not lead here.
   So that this is true, a step within the page leaves no trace of its own there.
   Shift three times within two seconds does the same, for hands on the keyboard. */
(function () {
  var link = document.querySelector(".leave");
  var presses = [];
  if (!link) { return; }
  document.addEventListener("click", function (event) {
    var step = event.target.closest && event.target.closest("a[href*='#']");
    if (step && step.host === location.host && step.pathname === location.pathname && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      location.replace(step.href);
    }
  });
  function leave(event) {
    var address = link.href;
    event.preventDefault();
    document.body.textContent = "";
    document.title = link.hostname; /* Without a title a browser shows the address. */
    location.replace(address);
  }
  link.addEventListener("click", leave);
  document.addEventListener("mousedown", function () { presses = []; });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Shift") { presses = []; return; }
    if (event.repeat) { return; }
    presses = presses.slice(-2).concat(Date.now());
    if (presses.length === 3 && presses[2] - presses[0] <= 2000) { leave(event); }
  });
})();

/* Announcements: gone when their last day has passed, also where nobody has built the site again, and closed by their button.
   What is closed is remembered in this tab alone, and forgotten with it: no cookie, nothing that others find afterwards. */
(function () {
  var box = document.querySelector(".announcement");
  if (!box) { return; }
  function remove(item) {
    item.parentNode.removeChild(item);
    if (!box.querySelector(".announcement__item")) { box.parentNode.removeChild(box); }
  }
  function isClosed(key) {
    try { return sessionStorage.getItem(key); } catch (error) { return false; }
  }
  function close(item, key) {
    var next;
    try { sessionStorage.setItem(key, "1"); } catch (error) { /* Then it is closed on this page only. */ }
    remove(item);
    next = box.querySelector(".announcement__close") || document.querySelector("main");
    next.focus({ preventScroll: true });
  }
  Array.prototype.forEach.call(box.querySelectorAll(".announcement__item"), function (item) {
    var key = "meddelande-" + item.getAttribute("data-key");
    var button = item.querySelector(".announcement__close");
    if (Date.parse(item.getAttribute("data-ends")) <= Date.now() || isClosed(key)) { remove(item); return; }
    button.hidden = false;
    button.addEventListener("click", function () { close(item, key); });
  });
})();

/* Sharing: the link to the clipboard, and the phone's own sheet. A browser that has neither shows the plain links alone. */
(function () {
  var address = document.querySelector("link[rel=canonical]").href;
  function offer(name, isThere, act) {
    var button = document.querySelector("[data-share=" + name + "]");
    if (!button || !isThere) { return; }
    button.parentNode.hidden = false;
    button.addEventListener("click", function () { act(button); });
  }
  offer("copy", navigator.clipboard, function (button) {
    var status = button.parentNode.querySelector("[data-done]");
    status.textContent = ""; /* The same words are said again only when they have been gone. */
    navigator.clipboard.writeText(address).then(function () { status.textContent = status.getAttribute("data-done"); })
      .catch(function () { status.textContent = address; });
  });
  offer("sheet", navigator.share, function () {
    var text = document.querySelector("meta[name=description]").content;
    /* Closing the sheet without choosing is no fault. */
    navigator.share({ title: document.title, text: text, url: address }).catch(function () {});
  });
})();
