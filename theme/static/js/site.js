/* "Lämna sidan snabbt", made quicker. Without this file it is a plain link that works.
   The page is taken off the screen at once, and the next takes its place in the history: "back" does not lead here.
   Shift three times within two seconds does the same, for hands on the keyboard. */
(function () {
  var link = document.querySelector(".leave");
  var presses = [];
  if (!link) { return; }
  function leave(event) {
    var address = link.href;
    event.preventDefault();
    document.body.textContent = "";
    document.title = "";
    location.replace(address);
  }
  link.addEventListener("click", leave);
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
    next = box.querySelector(".announcement__close") || document.querySelector("header");
    next.setAttribute("tabindex", next.tabIndex);
    next.focus();
  }
  Array.prototype.forEach.call(box.querySelectorAll(".announcement__item"), function (item) {
    var key = "meddelande-" + item.getAttribute("data-key");
    var button = item.querySelector(".announcement__close");
    if (Date.parse(item.getAttribute("data-ends")) <= Date.now() || isClosed(key)) { remove(item); return; }
    button.hidden = false;
    button.addEventListener("click", function () { close(item, key); });
  });
})();
