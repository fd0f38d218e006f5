"use strict";
// What judge.py asks of a page: what axe would judge there, and axe itself, of that alone which it has not judged.
(() => {
    const hash = text => {
        let one = 0xdeadbeef, two = 0x41c6ce57;
        for (let at = 0; at < text.length; at++) {
            const sign = text.charCodeAt(at);
            one = Math.imul(one ^ sign, 2654435761);
            two = Math.imul(two ^ sign, 1597334677);
        }
        return `${one >>> 0}-${two >>> 0}`;
    };
    // How each element looks, as a target and as painted words, and how a target stands among words: as they were last found.
    const looks = {targets: new Map(), painted: new Map()};
    let texts = new Map();

    // What rules of axe that see no colours judge: all elements and words, which of them are shown; and where they stand.
    const shown = () => {
        const all = [...document.body.querySelectorAll("*")];
        const whole = {opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true};
        // A drawing with an empty alternative, and nothing said of it in other ways, is nothing to axe, shown or not.
        const plain = ["src", "srcset", "sizes", "alt", "class", "width", "height", "loading", "decoding"];
        const isNothing = it => it.matches('img[alt=""]') && it.getAttributeNames().every(name => plain.includes(name));
        const boxes = it => [...it.getClientRects()].map(box => [box.left, box.top, box.width, box.height].map(Math.round));
        const root = document.documentElement.cloneNode(false).outerHTML;
        return {
            parts: hash(root + document.body.outerHTML + all.map(it => +(isNothing(it) || it.checkVisibility(whole))).join("")),
            places: hash(JSON.stringify(all.map(boxes))),
        };
    };

    // All that axe judges targets by: their size, what stands near them, and how they stand among words.
    const targets = () => {
        const near = 24;
        const all = "a[href], area[href], button, input, select, textarea, summary, iframe, [contenteditable], [tabindex][role]";
        const found = [...document.querySelectorAll(all)].filter(it => it.getClientRects().length)
            .map(it => [it, it.getBoundingClientRect(), [...it.getClientRects()]]);
        const whole = {opacityProperty: true, visibilityProperty: true}, kept = ["role", "tabindex", "disabled", "aria-disabled"];
        const names = it => [it.tagName, it.className, it.checkVisibility(whole), !!it.closest("[aria-hidden=true], [inert]"),
            ...kept.map(name => it.getAttribute(name))].join();
        // Axe passes over what is pressed within running text. Whether it is: of what stands in a line all that its block
        // holds, but neither which words nor where they lead.
        const shape = it => `>${it.innerHTML}<`.replace(/ (?:href|id|src|hreflang|lang|title)="[^"]*"/g, "")
            .replace(/>[^<]*[^<\s][^<]*</g, ">x<");
        const block = it => {
            while (it.parentElement && getComputedStyle(it).display.startsWith("inline")) { it = it.parentElement; }
            return it;
        };
        const told = found.map(([it, own, boxes]) => {
            const place = box => [box.left - own.left, box.top - own.top, box.width, box.height].map(side => Math.round(4 * side));
            const isNear = box => box.left < own.right + near && box.right > own.left - near
                && box.top < own.bottom + near && box.bottom > own.top - near;
            // Large enough, and nothing that is pressed lies over it: what stands beside it does not matter.
            const isOver = box => box.left < own.right && box.right > own.left && box.top < own.bottom && box.bottom > own.top;
            if (Math.min(own.width, own.height) >= 24 && !found.some(([other, box]) => other !== it && isOver(box))) {
                return [it, hash(`large enough ${names(it)}`), ""];
            }
            const around = found.filter(([other, box]) => other !== it && isNear(box))
                .map(([other,, all]) => [names(other), all.map(place), it.contains(other), other.contains(it)]);
            const within = [...it.querySelectorAll("*")].map(part => [part.tagName, place(part.getBoundingClientRect())]);
            const outer = block(it);
            const text = outer === it ? "" : `in a line ${hash(JSON.stringify([names(it), outer.tagName, shape(outer)]))}`;
            return [it, hash(JSON.stringify([names(it), boxes.map(place), around, within, text])), text];
        });
        looks.targets = new Map(told);
        texts = new Map(told.map(([it,, text]) => [it, text]));
        return told.map(([, look, text]) => [look, text]);
    };

    // All that axe judges colours by: each kind of text that is shown, what it stands in, and all that is painted under it.
    const painted = () => {
        const grounds = new Map();
        // What stands under the words of an element: all that it stands in which paints something, and what that paints.
        const ground = it => {
            if (!it) { return ""; }
            if (!grounds.has(it)) {
                const one = getComputedStyle(it);
                const paint = [one.backgroundColor, one.backgroundImage, one.opacity, one.filter, one.mixBlendMode].join();
                const place = [one.position, ...["::before", "::after"].map(part => getComputedStyle(it, part).content)].join();
                const own = [paint === "rgba(0, 0, 0, 0),none,1,none,normal" ? "" : paint,
                    place === "static,none,none" ? "" : place + it.tagName + it.className].join();
                grounds.set(it, (own === "," ? "" : hash(own)) + ground(it.parentElement));
            }
            return grounds.get(it);
        };
        // Of the size of a text axe asks only whether that counts as large (WCAG 2.2, 1.4.3), as it works that out itself.
        const isLarge = style => Math.ceil(72 * parseFloat(style.fontSize)) / 96 >= (parseFloat(style.fontWeight) >= 700 ? 14 : 18);
        const holdsWords = it => [...it.childNodes].some(one => one.nodeType === 3 && one.data.trim());
        const found = [...document.querySelectorAll("body *")].filter(it => it.getClientRects().length && holdsWords(it))
            .map(it => {
                const style = getComputedStyle(it), around = it.parentElement;
                return [it, hash(JSON.stringify([style.color, isLarge(style), style.fontWeight, style.textDecorationLine,
                    style.textShadow, it.tagName, it.className, around.tagName, around.className, holdsWords(around),
                    getComputedStyle(around).color, ground(it)]))];
            });
        looks.painted = new Map(found);
        return [...new Set(found.map(([, look]) => look))];
    };

    const OF_COLOURS = ["color-contrast", "link-in-text-block"], OF_TARGETS = ["target-size"];
    // The elements of which a rule is asked; of all, where it has none here.
    const asked = new Map();
    for (const name of [...OF_COLOURS, ...OF_TARGETS]) {
        const rule = axe._audit.rules.find(one => one.id === name), {matches} = rule;
        rule.matches = (it, ...more) => (!asked.has(name) || asked.get(name).has(it)) && matches(it, ...more);
    }
    // The first element of each look.
    const choose = (fresh, known) => {
        const first = new Map();
        known.forEach((look, it) => first.has(look) || first.set(look, it));
        return new Set(fresh.map(look => first.get(look)));
    };

    // What is wrong, in axe's words, and what judge.py keeps of the rest: not the elements that axe found right.
    axe.addReporter("judge", (results, options, done) => {
        const say = ({id}, {node, any, all, none}) =>
            `${id}: ${node.selector} ${[...any, ...all, ...none].map(one => one.message).join(" ")}`;
        const nodes = (rules, kinds) => results.filter(one => rules.includes(one.id))
            .flatMap(one => kinds.flatMap(kind => one[kind]));
        // What axe cannot tell, or lets pass because something lies over it, may be seen elsewhere.
        const isOpen = ({any}) => any.some(one => !["large", null, undefined].includes((one.data || {}).messageKey));
        const open = (known, found) => found.map(({node}) => known.get(node.element)).filter(Boolean);
        const sized = nodes(OF_TARGETS, ["passes", "incomplete", "violations"]);
        const judged = new Set(sized.map(({node}) => texts.get(node.element)));
        const unsure = [...nodes(OF_TARGETS, ["incomplete"]), ...nodes(OF_TARGETS, ["passes"]).filter(isOpen)];
        done({
            wrong: results.flatMap(one => one.violations.map(node => say(one, node))),
            rules: results.map(one => one.id),
            passes: results.filter(one => one.passes.length).length,
            open: {targets: open(looks.targets, unsure), painted: open(looks.painted, nodes(OF_COLOURS, ["incomplete"]))},
            passedOver: [...asked.get("target-size") || []].map(it => texts.get(it)).filter(text => text && !judged.has(text)),
        });
    });

    // Asks axe once for all: by the rules of `options`, but those of targets and colours of what looks as named alone.
    const ask = async ({options, targets = [], painted = []}) => {
        OF_TARGETS.forEach(name => asked.set(name, choose(targets, looks.targets)));
        OF_COLOURS.forEach(name => asked.set(name, choose(painted, looks.painted)));
        try {
            return await axe.run({...options, reporter: "judge"});
        } finally {
            asked.clear();
        }
    };
    window.judge = {shown, targets, painted, ask};
})();
