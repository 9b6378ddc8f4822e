import { openBrowser } from '/work/main/client/test/browser.ts';
import { startFixtureScreens } from '/work/main/client/test/fixture-screens.ts';
import { axeViolations } from '/work/main/client/test/axe-violations.ts';
const pages = (process.argv[2] ?? 'shift,alarms,rules').split(',');
const sizes = (process.argv[3] ?? '1920x1080').split(',');
const theme = process.argv[4] ?? '';
const paths: Record<string,string> = { shift:'/desk/shift', water:'/desk/shift/water', chief:'/desk/shift/supervisor?role=supervisor', handover:'/desk/handover/BG-000040', alarms:'/desk/alarms', rules:'/desk/rules/flood-depth?role=supervisor', off:'/desk/rules/air-smoke', list:'/desk/rules' };
const screens = await startFixtureScreens();
try {
for (const size of sizes) { const [width,height]=size.split('x').map(Number);
 for (const name of pages) {
  const context = await screens.browser.newContext({ viewport:{width:width!,height:height!} });
  const page = await context.newPage();
  page.on('console', m=>{ if(m.type()==='error') console.log(name,'console',m.text().slice(0,300)); });
  page.on('pageerror', e=>console.log(name,'pageerror',e.message.slice(0,300)));
  const p = paths[name]!;
  await page.goto(screens.server.url + p + (theme==='' ? '' : (p.includes('?')?'&':'?')+'theme='+theme));
  await page.waitForTimeout(1500);
  await page.screenshot({ path:`/tmp/shift-pics/${name}-${size}${theme}.png` });
  const sideways = await page.evaluate(()=>document.documentElement.scrollWidth-innerWidth);
  console.log(name,size,'sideways',sideways,'axe',JSON.stringify((await axeViolations(page)).map(x=>x.slice(0,300))));
  await context.close();
 } }
} finally { await screens.stop(); }
process.exit(0);
