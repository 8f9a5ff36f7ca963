/* report_browser.js MODULES FOLDER [PICTURE | --time]: the pages of a folder in Debian's Chromium, as a reader uses them: uk.html, fund.html and
 * evil.html. MODULES holds playwright-core and axe-core. With PICTURE only the top of uk.html, down to its map, as a PNG; with --time only how long it takes to open. Closes with `N passed, N failed`. */
"use strict";
const path = require("path");
const [modules, folder] = process.argv.slice(2).map((name) => path.resolve(name));
const { chromium } = require(path.join(modules, "playwright-core"));
const axe = require(path.join(modules, "axe-core")).source;

let passed = 0, failed = 0;
function check(holds, what) {
	if (holds) passed++;
	else {
		failed++;
		console.log("FAILED:", what);
	}
}

/* A page, and what it does that it should not: it says something, fails, or asks for something. */
async function open(browser, name, options, hash) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
	const page = await context.newPage();
	const url = "file://" + path.join(folder, name);
	page.noise = [];
	page.on("console", (message) => page.noise.push("console: " + message.text()));
	page.on("pageerror", (error) => page.noise.push("error: " + error.message));
	page.on("dialog", (dialog) => { page.noise.push("dialog: " + dialog.message()); dialog.dismiss(); });
	page.on("request", (request) => { if (request.url().split("#")[0] !== url) page.noise.push("request: " + request.url()); });
	await page.goto(url + (hash || ""));
	return page;
}

function quiet(page, what) {
	check(page.noise.length === 0, what + ": " + page.noise.slice(0, 3).join("; "));
}

/* Explanations and rows are made alike, and axe takes minutes over hundreds of them: it sees the first ones, or with AXE=all
 * every one. The page is not whole afterwards. */
async function accessible(page, what) {
	if (process.env.AXE !== "all")
		await page.evaluate(() => {
			const ids = new Set();
			document.querySelectorAll(".stories > details:nth-of-type(n+9), #rows tbody tr:nth-child(n+30)").forEach((e) => {
				if (e.matches("details")) ids.add("#" + e.querySelector("div").id);
				e.remove();
			});
			document.querySelectorAll("#drawing a").forEach((a, i) => { if (i > 20 && ids.has(a.getAttribute("href"))) a.remove(); });
		});
	await page.evaluate(axe);
	const found = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] }));
	const violations = found.violations.map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 160)}`);
	check(violations.length === 0, `${what}: axe: ${violations.join(" | ")}`);
}

const shown = (page) => page.locator("#rows tbody tr:visible").count();

async function search(page) {
	const box = page.getByLabel("Search the results"), found = page.locator("#found");
	await box.fill("  wirral ");
	check(await shown(page) === 1 && await found.textContent() === "1 of 374 place matches", "search: one place");
	await box.fill("tyneside NORTH yes");
	check(await shown(page) === 2, "search: several words, in any case");
	await box.fill("Ynys Môn");
	check(await shown(page) === 0 && (await found.textContent()).startsWith("0 of 374"), "search: nothing");
	await box.fill("neath port tálbot");
	check(await shown(page) === 1, "search: accents do not matter");
	check(await found.getAttribute("role") === "status", "search: the count is announced");
	await box.fill("");
	check(await shown(page) === 374 && await found.textContent() === "", "search: all again");
}

async function column(page, index) {
	return page.locator(`#rows tbody tr > :nth-child(${index})`).allTextContents();
}

async function sort(page) {
	const head = page.locator("#rows thead th").filter({ hasText: "Grant" }), button = head.getByRole("button");
	const numbers = async (index) => (await column(page, index)).map((text) => parseFloat(text.replace(/[£,]/g, "")));
	await button.click();
	let values = await numbers(8);
	check(await head.getAttribute("aria-sort") === "ascending" && values.every((v, i) => i === 0 || values[i - 1] <= v), "sort: up");
	await button.press("Enter");
	values = await numbers(8);
	check(await head.getAttribute("aria-sort") === "descending" && values.every((v, i) => i === 0 || values[i - 1] >= v), "sort: down, by key");
	await page.getByRole("button", { name: "District" }).click();
	const names = await column(page, 2);
	check(names[0] === "Aberdeen City" && await page.locator("[aria-sort]").count() === 1, "sort: by name");
	for (const times of [1, 2]) {
		await page.getByRole("button", { name: "Need" }).click();
		check(isNaN((await numbers(5)).pop()), `sort: what is not there comes last (${times})`);
	}
}

async function isOpen(page, name) {
	const fold = page.locator(".stories > details").filter({ has: page.locator("summary", { hasText: name }) }).first();
	return await fold.evaluate((e) => e.open) && await fold.locator("> div").isVisible();
}

async function inView(page, id) {
	return page.evaluate((name) => {
		const box = document.getElementById(name).getBoundingClientRect();
		return box.top >= -1 && box.top < innerHeight;
	}, id);
}

/* By mouse on its area, by key on its link. */
async function map(page, what) {
	await page.locator("#drawing a", { hasText: "Highland:" }).locator("path").click();
	await page.waitForURL(/#p\d+$/);
	const id = page.url().split("#")[1];
	check(await isOpen(page, "Highland"), what + ": a click on the map opens the explanation");
	await page.waitForTimeout(300);
	check(await inView(page, id), what + ": and shows it");
	await page.locator("#drawing a", { hasText: "Powys:" }).focus();
	await page.keyboard.press("Enter");
	await page.waitForTimeout(300);
	check(await isOpen(page, "Powys"), what + ": Enter on the map opens the explanation");
}

async function stories(page) {
	await page.locator("#rows").getByRole("link", { name: "E08000015", exact: true }).click();
	check(await isOpen(page, "Wirral"), "a row of the table leads to its explanation");
	const fold = page.locator(".stories > details").nth(5);
	await fold.locator("> summary").click();
	check(await fold.evaluate((e) => e.open), "an explanation opens by its line");
	await fold.locator("> summary").press("Enter");
	check(!await fold.evaluate((e) => e.open), "and closes by key");
}

async function print(page) {
	const stories = page.locator(".stories > details");
	const seen = (i) => stories.nth(i).locator("> div").evaluate((e) => e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }));
	await stories.nth(0).locator("> summary").click();
	await page.emulateMedia({ media: "print" });
	check(await seen(0) && !await seen(1), "on paper: what is open");
	check(!await page.locator("nav").isVisible() && !await page.getByLabel("Search the results").isVisible(), "on paper: nothing to click");
	await page.emulateMedia({ media: "screen" });
	await page.getByLabel("On paper, print every explanation").check();
	await page.emulateMedia({ media: "print" });
	check(await seen(0) && await seen(1), "on paper: all, if asked for");
}

async function narrow(browser, name) {
	const page = await open(browser, name, { viewport: { width: 320, height: 640 } });
	check(await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth), name + ": nothing is wider than a screen of 320 pixels");
	await page.locator(".stories > details > summary").first().click();
	await accessible(page, name + ", narrow");
	quiet(page, name + ", narrow");
	await page.context().close();
}

async function keys(page) {
	await page.keyboard.press("Tab");
	check(await page.evaluate(() => document.activeElement.textContent) === "Skip to the main content", "the first key leads to the main content");
	check(await page.evaluate(() => document.activeElement.getBoundingClientRect().left >= 0), "and can be seen");
}

async function bare(browser) {
	const page = await open(browser, "uk.html", { javaScriptEnabled: false });
	check(await shown(page) === 374, "without scripts: all rows");
	check(!await page.locator("#search").isVisible() && await page.locator("#rows button").count() === 0, "without scripts: no box and no button that do nothing");
	await map(page, "without scripts");
	quiet(page, "without scripts");
	await page.context().close();
}

async function evil(browser) {
	const page = await open(browser, "evil.html");
	await page.waitForTimeout(200);
	check(await page.locator("img, main script, main style, iframe").count() === 0, "markup in texts became elements");
	check(await page.locator(".stories > details > summary").first().textContent().then((t) => t.includes("<script>alert(1)</script>")), "a name is a text");
	await page.getByLabel("Search the results").fill("<script>");
	check(await shown(page) > 0, "a search for markup");
	await page.locator("#rows button").first().click();
	await page.locator("#drawing a").first().focus();
	await page.keyboard.press("Enter");
	quiet(page, "hostile texts");
	await accessible(page, "hostile texts");
	await page.context().close();
}

async function picture(browser, file) {
	const page = await open(browser, "uk.html", { viewport: { width: 1180, height: 900 }, deviceScaleFactor: 0.75 });
	const map = await page.locator("section[aria-labelledby=map]").boundingBox();
	await page.screenshot({ path: file, fullPage: true, clip: { x: 0, y: 0, width: 1180, height: map.y + map.height } });
}

/* From the request to the end of the load event, in milliseconds, of a page that was not open before. */
async function opening(browser) {
	const times = [];
	for (let i = 0; i < 12; i++) {
		const page = await open(browser, "uk.html");
		await page.waitForLoadState("load");
		times.push(await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd));
		await page.context().close();
	}
	times.shift(); // warms up
	times.sort((a, b) => a - b);
	console.log(`uk.html is open after ${times[5].toFixed(0)} ms, median of 11 (${times[0].toFixed(0)} to ${times[10].toFixed(0)})`);
}

async function all(browser) {
	for (const name of ["uk.html", "fund.html"]) {
		const page = await open(browser, name);
		await accessible(page, name);
		await page.locator(".stories > details > summary").first().click();
		await accessible(page, name + ", with an explanation open");
		quiet(page, name);
		await page.context().close();
		await narrow(browser, name);
	}
	const page = await open(browser, "uk.html");
	await keys(page);
	await search(page);
	await sort(page);
	await map(page, "map");
	await stories(page);
	quiet(page, "uk.html, used");
	await page.context().close();
	const linked = await open(browser, "uk.html", {}, "#p3");
	check(await linked.locator("#p3").isVisible(), "a link from elsewhere opens the explanation");
	await print(linked);
	await linked.context().close();
	await bare(browser);
	await evil(browser);
	console.log(`${passed} passed, ${failed} failed`);
	process.exitCode = failed ? 1 : 0;
}

(async () => {
	const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-background-networking"] });
	const what = process.argv[4];
	await (what === "--time" ? opening(browser) : what ? picture(browser, what) : all(browser));
	await browser.close();
})().catch((error) => {
	console.log(error.message);
	console.log(`${passed} passed, ${failed + 1} failed`);
	process.exit(1);
});
