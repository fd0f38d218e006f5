// The editing pages work without this: it brings the eye to what is wrong, uploads files, and asks before typed words are lost.
(function () {
  var summary = document.querySelector("[data-focus]");
  if (summary) { summary.focus(); }

  document.querySelectorAll("[data-open]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      fetch("/__forhandsvisning/oppna", { method: "POST", headers: { "X-Forhandsvisning": "1" }, body: button.getAttribute("data-open") })
        .then(function (answer) { button.textContent = answer.ok ? "Öppnad" : "Gick inte att öppna"; button.removeAttribute("aria-label"); })
        .catch(function () { button.textContent = "Gick inte att öppna"; });
    });
  });

  var form = document.getElementById("f-form");
  if (!form) { return; }
  var isTouched = !!summary;
  form.addEventListener("input", function () { isTouched = true; });
  form.addEventListener("submit", function () { isTouched = false; });
  window.addEventListener("beforeunload", function (event) { if (isTouched) { event.preventDefault(); event.returnValue = ""; } });

  var key = form.querySelector("[name=nyckel]").value;
  document.querySelectorAll("[data-upload]").forEach(function (part) {
    part.hidden = false;
    var said = part.querySelector("[role=status]");
    var field = document.getElementById(part.getAttribute("data-for"));
    part.querySelector("input").addEventListener("change", function () {
      var file = this.files[0];
      if (!file) { return; }
      said.textContent = "Läggs in …";
      var folder = encodeURIComponent(part.getAttribute("data-upload"));
      fetch("/redigera/__fil?mapp=" + folder + "&namn=" + encodeURIComponent(file.name), {
        method: "POST", headers: { "X-Forhandsvisning": key }, body: file
      }).then(function (answer) {
        return answer.text().then(function (words) {
          var lines = words.split("\n");
          if (answer.ok) { field.value = lines.shift(); isTouched = true; lines.unshift("Filen är inlagd. Spara för att använda den."); }
          said.textContent = lines.join(" ");
        });
      }).catch(function () { said.textContent = "Filen kunde inte läggas in. Är den mycket stor, eller förhandsvisningen avstängd?"; });
    });
  });
})();
