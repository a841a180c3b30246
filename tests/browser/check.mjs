// Walks through the pages in a browser, by keyboard alone, with scripts on and off, and looks for barriers with axe.
// Usage: node check.mjs BASE [FOLDER]. With a folder, leaves screenshots in it.
// The archive must have fixtures/pages and two versions of fixtures/web/brug.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const [base, folder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});

// Presses Tab until the focus is on an element that matches.
async function tabTo(page, selector) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.locator(`${selector}:focus`).count()) return;
  }
  assert.fail(`Tab never comes to ${selector} on ${page.url()}`);
}

async function enter(page) {
  await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')]);
  await page.waitForLoadState();
}

// From a query to the statement, the difference between versions, and a table.
async function walk(context) {
  const page = await context.newPage();
  await page.goto(`${base}/zoeken`);
  await page.keyboard.press('Tab');
  assert.equal(await page.locator('.skip:focus').count(), 1, 'the skip link comes first');
  await tabTo(page, '#q');
  await page.keyboard.type('brug Does');
  await enter(page);
  assert.match(await page.locator('#resultaten').innerText(), /bericht/);
  await tabTo(page, '.hits h3 a');
  await enter(page);
  assert.equal(await page.locator('mark.said').count(), 1, 'the statement is marked');
  await tabTo(page, '.versions a[href*="/verschil/"]');
  await enter(page);
  assert.match(await page.locator('ins').first().innerText(), /drie/);
  await page.goto(`${base}/zoeken?q=brug`);
  const download = page.waitForEvent('download');
  await tabTo(page, 'a[href*="formaat=csv"]');
  await page.keyboard.press('Enter');
  const path = await (await download).path();
  assert.match(readFileSync(path, 'utf8'), /^rank,id,url/);
  await page.close();
}

// Keeps a query as a watch, and changes it.
async function keep(context, name) {
  const page = await context.newPage();
  await page.goto(`${base}/zoeken?q=brug`);
  await tabTo(page, 'a[href*="/meldingen?q=brug"]');
  await enter(page);
  await tabTo(page, '#naam');
  await page.keyboard.type(name);
  await enter(page);
  await tabTo(page, `a[href*="/meldingen/${name}"]`);
  await enter(page);
  await tabTo(page, 'main #q');
  await page.keyboard.type('sluis');
  await enter(page);
  assert.match(await page.locator('main code').first().innerText(), /sluis/);
  await page.close();
}

for (const javaScriptEnabled of [true, false]) {
  const context = await browser.newContext({ javaScriptEnabled });
  await walk(context);
  await keep(context, javaScriptEnabled ? 'met' : 'zonder');
  await context.close();
}

const api = async (path) => (await fetch(`${base}/api/v1${path}`)).json();
const release = (await api('/berichten?q=brug+Does')).hits[0].id;
const quote = (await api('/citaten?q=gemaal')).quotes[0].id;
const pages = {
  zoeken: '/zoeken',
  antwoord: '/zoeken?q=dijk',
  niets: '/zoeken?q=zzqx',
  citaten: '/citaten?q=dijk',
  citaat: `/citaat/${quote}`,
  bericht: `/bericht/${release}?q=brug`,
  verschil: `/bericht/${release}/verschil/2`,
  persoon: '/persoon/Sytske%20Hoekstra-de%20Boer',
  bronnen: '/bronnen',
  controleer: '/controleer?tekst=Elke+rat+minder+is+een+gat+meer',
  meldingen: '/meldingen?q=dijk',
  melding: '/meldingen/met',
  over: '/over?taal=en',
  fout: '/zoeken?q=wo*ing',
};
let barriers = 0;
for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 768, 1440]) {
    const context = await browser.newContext({ bypassCSP: true, colorScheme, viewport: { width, height: 900 } });
    for (const [name, path] of Object.entries(pages)) {
      const page = await context.newPage();
      let requests = 0;
      page.on('request', () => { requests += 1; });
      const answer = await page.goto(base + path);
      assert.ok((await answer.body()).length < 30_000, `${name} is small`);
      assert.ok(requests <= 2, `${name} loads the page and one style sheet`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `${name} fits in ${width} pixels`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      }));
      for (const { id, nodes } of violations) {
        console.error(`${name}, ${width} pixels, ${colorScheme}: ${id}: ${nodes[0].html}`);
        barriers += 1;
      }
      if (folder) await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png` });
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
assert.equal(barriers, 0, 'no barriers');
console.log(`${Object.keys(pages).length} pages, 3 widths, light and dark: no barriers; the walk by keyboard works`);
