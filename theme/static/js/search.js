/* Finds on /sok/, in an index that the build has made. Without this file the page is a list of everything.

   A word of the question finds words of the site on these steps, each worth less than the one before: the same word; the same but for
   its ending (hemlösa, hemlöshet); one that begins so; one that means the same, or has one letter wrong; one that has it as a
   part, or is a part of it (kvinno|jour). Letters are themselves first, and without their dots after. Nothing that is typed leaves the page. */
(function () {
  var form = document.querySelector(".search");
  var field = form && form.querySelector(".search__field");
  var count = form && form.querySelector(".search__count");
  var found = document.querySelector(".search__found");
  var all = document.querySelector(".search__all");
  var entries = document.querySelectorAll(".search__all .card-list__item");
  var index = null;
  var loading = false;
  var timer = 0;
  var EXACT = 12, ENDING = 9, BEGINNING = 7, PART = 4, ALIKE = 5, SLIP = 5, PIECE = 2, PLAIN = 0.6, LEAST = 0.15;
  var SEPARATORS = /[\s\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f]+/;

  if (!form || !window.fetch) { return; }

  /* Letters that Unicode takes no marks from, and what they are without them (CLDR's transform Latin-ASCII). */
  var WHOLE = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h" };

  function plain(word) {
    (index.letters || []).forEach(function (pair) { word = word.split(pair[0]).join(pair[1]); });
    return word.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[ßæœøłđðþıħ]/g, function (letter) { return WHOLE[letter]; });
  }

  function stem(word) {
    var i, ending;
    for (i = 0; i < index.endings.length; i += 1) {
      ending = index.endings[i];
      if (word.length - ending.length >= 3 && word.slice(-ending.length) === ending) { word = word.slice(0, -ending.length); break; }
    }
    return word.length > 3 && word.slice(-1) === word.slice(-2, -1) ? word.slice(0, -1) : word;
  }

  function cut(text) {
    return text.normalize("NFC").replace(/\u00ad/g, "").toLowerCase().split(SEPARATORS).filter(function (word) { return word; });
  }

  function describe(word) { return { word: word, stem: stem(word) }; }

  /* Whether two words are one letter apart: one more, one less, another, or two that have changed places. */
  function isSlip(a, b) {
    var start = 0, end = 0, least = Math.min(a.length, b.length);
    if (least < 5 || Math.abs(a.length - b.length) > 1) { return false; }
    while (start < least && a[start] === b[start]) { start += 1; }
    while (end < least - start && a[a.length - 1 - end] === b[b.length - 1 - end]) { end += 1; }
    a = a.slice(start, a.length - end);
    b = b.slice(start, b.length - end);
    return (a.length <= 1 && b.length <= 1) || (a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0]);
  }

  /* How well a word of the site answers one of the question; 0: not at all. */
  function compare(asked, known) {
    if (asked.word === known.word) { return EXACT; }
    if (asked.stem === known.stem) { return ENDING; }
    if (known.word.indexOf(asked.word) === 0) { return BEGINNING * (asked.word.length > 2 ? 1 : 0.3); }
    if (asked.stem.length >= 4 && known.word.indexOf(asked.stem) === 0) { return BEGINNING * asked.stem.length / known.stem.length; }
    if (asked.stem.length >= 4 && known.word.indexOf(asked.stem) > 0) { return PART; }
    if (known.stem.length >= 4 && asked.word.indexOf(known.stem) >= 0) { return PIECE * known.stem.length / asked.word.length; }
    return 0;
  }

  /* The words of the site that answer one word of the question, each with how well it does. */
  function answer(word) {
    var rates = {};
    var best = 0;
    var asked = describe(word);
    function take(known, rated) {
      if (rated > (rates[known.word] || 0)) { rates[known.word] = rated; }
      best = Math.max(best, rated);
    }
    asked.plain = describe(plain(word));
    index.known.forEach(function (known) {
      var rated = compare(asked, known);
      var isPlain = asked.plain.word === word && known.plain.word === known.word;
      if (rated < EXACT && !isPlain) { rated = Math.max(rated, PLAIN * compare(asked.plain, known.plain)); }
      if (rated) { take(known, rated); }
    });
    index.alike.forEach(function (group) {
      var others = group.filter(function (one) { return one.stem !== asked.stem; });
      if (others.length === group.length) { return; }
      index.known.forEach(function (known) {
        if (others.some(function (one) { return one.stem === known.stem; })) { take(known, ALIKE); }
      });
    });
    if (best < PART) {
      index.known.forEach(function (known) {
        if (isSlip(word, known.word) || isSlip(asked.plain.word, known.plain.word)) { take(known, SLIP); }
      });
    }
    return rates;
  }

  /* The numbers of the entries that a question finds, the best first. */
  function search(question) {
    var scores = {};
    var all = cut(question).filter(function (word, place, list) { return list.indexOf(word) === place; });
    var telling = all.filter(function (word) { return index.empty.indexOf(word) < 0; });
    var words = telling.length ? telling : all;
    var most = 0;
    words.forEach(function (word) {
      var best = {};
      var rates = answer(word);
      Object.keys(rates).forEach(function (known) {
        var pairs = index.words[known];
        /* A word that is everywhere tells nothing. */
        var rare = Math.sqrt(Math.log((entries.length + 1) / (pairs.length / 2)));
        var i;
        for (i = 0; i < pairs.length; i += 2) {
          best[pairs[i]] = Math.max(best[pairs[i]] || 0, rates[known] * rare * Math.sqrt(pairs[i + 1]));
        }
      });
      Object.keys(best).forEach(function (number) { scores[number] = (scores[number] || 0) + best[number]; });
    });
    Object.keys(scores).forEach(function (number) { most = Math.max(most, scores[number]); });
    return Object.keys(scores).map(Number).filter(function (number) { return scores[number] > most * LEAST; })
      .sort(function (a, b) { return scores[b] - scores[a] || a - b; }).slice(0, index.counts.length - 1);
  }

  function show() {
    var numbers = search(field.value);
    var isAsked = cut(field.value).length > 0;
    found.textContent = "";
    numbers.forEach(function (number) { found.appendChild(entries[number].cloneNode(true)); });
    found.hidden = !numbers.length;
    all.hidden = numbers.length > 0;
    count.textContent = isAsked ? index.counts[numbers.length] : "";
  }

  /* The index is fetched when somebody is about to ask; what has been typed when it comes is answered then. */
  function load() {
    if (loading) { return; }
    loading = true;
    fetch(form.getAttribute("data-index")).then(function (response) { return response.json(); }).then(function (read) {
      read.known = Object.keys(read.words).map(function (word) { return { word: word }; });
      index = read;
      index.alike = read.alike.map(function (group) { return group.map(describe); });
      index.known.forEach(function (known) { known.stem = stem(known.word); known.plain = describe(plain(known.word)); });
      show();
    }).catch(function () {
      loading = false;
      count.textContent = cut(field.value).length ? form.getAttribute("data-failed") : "";
    });
  }

  function answerNow() {
    clearTimeout(timer);
    if (index) { show(); } else { load(); }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(answerNow, 200);
  }

  form.classList.remove("search--waiting");
  field.addEventListener("focus", load);
  field.addEventListener("input", soon);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    answerNow();
  });
  (function () {
    var asked = /[?&]q=([^&]*)/.exec(location.search);
    if (asked) { try { field.value = decodeURIComponent(asked[1].replace(/\+/g, " ")); } catch (error) { field.value = asked[1]; } }
    field.value = field.value.slice(0, field.maxLength);
    if (field.value) { answerNow(); }
  })();
})();
