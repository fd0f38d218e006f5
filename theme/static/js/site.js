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
