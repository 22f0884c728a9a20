// The explorer in a real browser: answers, hostile text, accessibility, keyboard, time.
// Run as: node explorer.mjs FOLDER CHROMIUM, where FOLDER holds what tests.browser.facts wrote and node_modules.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { pathToFileURL } from "node:url";
import path from "node:path";

const [folder, executablePath] = [path.resolve(process.argv[2]), process.argv[3]];
const require = createRequire(path.join(folder, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const facts = JSON.parse(readFileSync(path.join(folder, "facts.json"), "utf8"));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
let failures = 0;

/** Print one line for a thing that must hold, and count it where it does not. */
function demand(holds, what, more = "") {
  if (!holds) failures += 1;
  console.log(`${holds ? "ok  " : "FAIL"} ${what}${holds || !more ? "" : `: ${more}`}`);
}

/** Open a page of the folder; requests beside the file itself, errors and violations of the policy are collected. */
async function opened(name, { hash = "", ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const seen = { requests: [], errors: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && seen.errors.push(message.text()));
  await page.goto(pathToFileURL(path.join(folder, name)).href + hash);
  if (options.javaScriptEnabled !== false) await page.waitForSelector("#explorer:not([hidden])");
  return { page, seen, context };
}

/** Axe's violations of a page, one line each. */
async function violations(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Page.enable");
  await page.evaluate(() => document.querySelectorAll("details").forEach((one, n) => n % 2 || (one.open = true)));
  // The page's own policy lets no other script in: the debugger evaluates it.
  await session.send("Runtime.evaluate", { expression: axe });
  const { result } = await session.send("Runtime.evaluate", {
    expression: "axe.run(document).then((found) => JSON.stringify(found.violations.map((v) => v.id + ' ' + v.nodes[0].target + ' ' + v.nodes[0].failureSummary)))",
    awaitPromise: true,
  });
  return JSON.parse(result.value);
}

async function answers() {
  const { page, seen, context } = await opened("csto.html");
  let wrong = [];
  for (const { day, known, state, shown } of facts.questions) {
    await page.evaluate(([at, by]) => { location.hash = `#${at}${by ? `;known=${by}` : ""}`; }, [day, known]);
    await page.waitForFunction((at) => document.getElementById("day").value === at, day);
    const found = await page.evaluate(([at, by]) => explorer.stateAt(at, by), [day, known]);
    if (!isDeepStrictEqual(found, state)) {
      const names = Object.keys({ ...state, ...found }).filter((name) => !isDeepStrictEqual(state[name], found[name]));
      wrong.push(`${day} known ${known}: ${names[0]} ${JSON.stringify(state[names[0]])} != ${JSON.stringify(found[names[0]])}`.slice(0, 900));
    }
    for (const [aspect, text] of Object.entries(shown)) {
      const label = await page.textContent(`tr[data-aspect="${aspect}"] .label`);
      if (label !== text) wrong.push(`${day} known ${known}: shows ${label}, not ${text}`);
    }
  }
  demand(!wrong.length, `${facts.questions.length} days, known days included, give what at gives`, wrong.slice(0, 3).join("\n"));
  wrong = [];
  for (const { since, until, changes, events } of facts.diffs) {
    const found = await page.evaluate(([from, to]) => {
      const { model } = explorer;
      const number = (text) => Date.parse(`${text}T00:00:00Z`) / 864e5 + 719163;
      const { changes, events } = model.difference(number(from), number(to), null);
      return { changes, events: events.map((n) => model.data.ids[model.data.versions.event[n]]) };
    }, [since, until]);
    const expected = changes.map((one) => ({ ...one, key: one.key === "" ? null : one.key }));
    if (!isDeepStrictEqual(sorted(found.changes), sorted(expected))) wrong.push(`changes ${since} ${until} ${JSON.stringify(sorted(found.changes))} != ${JSON.stringify(sorted(expected))}`.slice(0, 1500));
    if (!isDeepStrictEqual(found.events.toSorted(), events.toSorted())) wrong.push(`events ${since} ${until}`);
  }
  demand(!wrong.length, "differences of two days are those of diff", wrong.join("; "));
  const words = await page.evaluate((texts) => texts.map((text) => inWords(text)), Object.keys(facts.dates));
  const other = Object.entries(facts.dates).filter(([, said], n) => said !== words[n]);
  demand(!other.length, `${words.length} dates read as in the library`, JSON.stringify(other.slice(0, 3)));
  demand(seen.requests.every((url) => url.startsWith("file:") || url.startsWith("data:")) && !seen.errors.length, "nothing is loaded, nothing fails", JSON.stringify(seen));
  await context.close();
}

const sorted = (changes) => changes.map((one) => JSON.stringify(one, Object.keys(one).sort())).sort();

async function hostile() {
  const { page, seen, context } = await opened("hostile.html");
  for (let n = 0; n < 10; n++) {
    for (const id of [`taken-${n}`, `said-${n}`]) {
      await page.evaluate((hash) => { location.hash = hash; }, `#${id}`);
      await page.waitForTimeout(20);
    }
  }
  for (const hash of ["#</script><script>window.attacked=1</script>", "#javascript:window.attacked=1", "#%E0%A4%A", "#2015-01-01;known=<img>;from=%00"]) {
    await page.evaluate((text) => { location.hash = text; }, hash);
  }
  await page.fill("#text", "<img src=x onerror=window.attacked=1>");
  await page.fill("#from", "2010-01-01");
  await page.waitForTimeout(300);
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  await page.evaluate(() => document.querySelectorAll("td.why button").forEach((one) => one.click()));
  await page.selectOption("#lanes", { index: 1 });
  await page.waitForTimeout(100);
  const found = await page.evaluate(() => ({
    attacked: globalThis.attacked ?? null,
    elements: [...document.querySelectorAll("img, iframe, object, embed, base, form[action], main script, main style")].length,
    handlers: [...document.querySelectorAll("*")].filter((one) => [...one.attributes].some((a) => a.name.startsWith("on"))).length,
    links: [...document.querySelectorAll("a")].filter((a) => !/^(https?:|file:)/.test(a.protocol)).length,
    shown: document.body.innerText.includes("<img src=x onerror='window.attacked = 1'>"),
    visible: getComputedStyle(document.body).display,
  }));
  const safe = found.attacked === null && !found.elements && !found.handlers && !found.links && found.visible === "block";
  demand(safe && found.shown, "hostile text in every field is shown and does nothing", JSON.stringify(found));
  const outside = seen.requests.filter((url) => !url.startsWith("file:") && !url.startsWith("data:"));
  demand(!outside.length && !seen.errors.length, "hostile text loads nothing and breaks nothing", JSON.stringify([outside, seen.errors]));
  await context.close();
  const plain = await opened("hostile.html", { javaScriptEnabled: false });
  const left = await plain.page.evaluate(() => document.querySelectorAll("img, iframe, noscript script").length).catch(() => 0);
  const text = await plain.page.textContent("body");
  demand(!left && text.includes("</noscript><iframe"), "hostile text in the chronicle is text as well");
  await plain.context.close();
}

async function readers() {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 360]) {
      const { page, context } = await opened("csto.html", { colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce", hash: "#2026-05-20;known=2026-04-01;from=2023-01-01" });
      await page.fill("#text", "Rakhmon");
      await page.waitForTimeout(250);
      await page.click("td.why button >> nth=0");
      const found = await violations(page);
      demand(!found.length, `axe finds nothing: ${colorScheme}, ${width} wide, a day beyond the edge`, found.join("; "));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      demand(wide <= 0, `nothing leaves the page sideways at ${width}`, `${wide} pixels`);
      await page.evaluate(() => { location.hash = "#summit-1995-02-10-almaty"; });
      await page.waitForTimeout(100);
      const event = await violations(page);
      demand(!event.length, `axe finds nothing: ${colorScheme}, ${width} wide, an event`, event.join("; "));
      await context.close();
    }
  }
  const { page, context } = await opened("empty.html");
  await page.evaluate(() => document.querySelector("main").prepend(document.createElement("img")));
  const planted = await violations(page);
  demand(planted.some((one) => one.startsWith("image-alt")), "axe tells a planted fault", planted.join("; "));
  await page.evaluate(() => document.querySelector("img").remove());
  const none = await violations(page);
  demand((await page.textContent("#explorer")).includes("no event") && !none.length, "an empty log says so", none.join());
  await context.close();
}

async function keyboard() {
  const { page, context } = await opened("csto.html", { hash: "#2019-11-20" });
  const day = () => page.inputValue("#day");
  await page.focus("#slider");
  const steps = [["ArrowRight", "2019-11-21"], ["PageDown", "2019-10-21"], ["PageUp", "2019-11-21"], ["Shift+}", "2020-11-21"], ["Shift+{", "2019-11-21"], ["]", "2019-11-28"], ["Home", "1990-01-01"], ["End", facts.last]];
  const wrong = [];
  for (const [key, expected] of steps) {
    await page.keyboard.press(key);
    if ((await day()) !== expected) wrong.push(`${key}: ${await day()}, not ${expected}`);
  }
  demand(!wrong.length, "the slider follows the keyboard", wrong.join("; "));
  const said = await page.getAttribute("#slider", "aria-valuetext");
  demand(said.startsWith("31 December "), "the slider says its day in words", said);
  await page.waitForTimeout(250);
  demand((await page.evaluate(() => location.hash)) === `#${facts.last}`, "the address follows");
  await page.evaluate(() => { location.hash = "#presidency-2019-11-28-russia"; });
  await page.waitForTimeout(50);
  const focused = await page.evaluate(() => document.activeElement.id);
  demand((await day()) === "2019-11-28" && focused === "event", "the address of an event moves the slider and the focus there", `${await day()} ${focused}`);
  for (const [text, wanted] of [["Бордюжа", "Nikolai Bordyuzha"], ["zhaparov", "Sadyr Japarov"], ["Nur-Sultan", "Astana"]]) {
    await page.fill("#text", text);
    await page.waitForTimeout(250);
    const status = await page.textContent("#found p");
    demand(status.includes(wanted) && !status.startsWith("0"), `a search for ${text} finds ${wanted}`, status);
  }
  await page.fill("#text", "");
  await page.selectOption("#kind", "summit_held");
  await page.waitForTimeout(250);
  const summits = await page.locator("#found li").count();
  const listed = await page.evaluate(() => explorer.model.occurred("summits", 3652059, null).length);
  demand(summits === listed && summits > 40, "a kind chosen lists all its events", `${summits} ${listed}`);
  await context.close();
}

async function times() {
  const paints = [];
  for (let n = 0; n < 5; n++) {
    const { page, context } = await opened("csto.html");
    await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length);
    paints.push(await page.evaluate(() => [performance.getEntriesByName("first-contentful-paint")[0].startTime, performance.getEntriesByName("ready")[0].startTime]));
    await context.close();
  }
  const { page, context } = await opened("csto.html", { hash: "#2015-06-01" });
  const steps = await page.evaluate(async () => {
    const found = [];
    for (let n = 0; n < 100; n++) {
      const start = performance.now();
      explorer.page.go(explorer.page.day + 3);
      document.body.getBoundingClientRect();
      found.push(performance.now() - start);
      await new Promise(requestAnimationFrame);
    }
    return found.sort((one, other) => one - other);
  });
  await context.close();
  const middle = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)].toFixed(0);
  const [paint, ready, step] = [middle(paints.map((one) => one[0])), middle(paints.map((one) => one[1])), steps[50].toFixed(1)];
  console.log(`     first paint ${paint} ms, ready ${ready} ms (median of 5); a step of the slider ${step} ms, 95 of 100 within ${steps[94].toFixed(1)} ms; ${facts.bytes} bytes`);
  demand(steps[50] < 100 && ready < 5000, "a step takes less than 0.1 s, opening less than 5 s");
}

async function withoutScript() {
  const { page, context } = await opened("csto.html", { javaScriptEnabled: false });
  const text = await page.textContent("noscript");
  demand(text.includes("2019-11-28") && text.includes("chronicle"), "without a script there is a chronicle");
  await context.close();
}

for (const part of [answers, hostile, readers, keyboard, withoutScript, times]) {
  try {
    await part();
  } catch (error) {
    demand(false, part.name, error.stack);
  }
}
await browser.close();
console.log(failures ? `${failures} failures` : "all hold");
process.exit(failures ? 1 : 0);
