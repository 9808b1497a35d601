/** Colours by name, light and dark; pictures use the same names. */
const LIGHT = {
  paper: '#ffffff',
  raised: '#f7f8fa',
  ink: '#161a22',
  soft: '#5b6474',
  line: '#e1e5eb',
  good: '#0d7a4a',
  'good-bg': '#e3f5ec',
  bad: '#b3261e',
  'bad-bg': '#fdeceb',
  warn: '#8a5a00',
  'warn-bg': '#fff3d9',
  none: '#4b5563',
  'none-bg': '#eef0f4',
  accent: '#2c54c8',
  person: '#7a3fb0',
  page: '#3a6b8c',
  socket: '#0f766e',
  agent: '#2c54c8',
  tool: '#b45309',
  screen: '#be3a6d',
  band: '#f2f4f8',
};
const DARK: typeof LIGHT = {
  paper: '#0f1218',
  raised: '#171b23',
  ink: '#e8ebf1',
  soft: '#9aa4b5',
  line: '#2a303c',
  good: '#4ccf94',
  'good-bg': '#0e2a1e',
  bad: '#ff8a80',
  'bad-bg': '#361413',
  warn: '#f0b849',
  'warn-bg': '#33270c',
  none: '#aab3c2',
  'none-bg': '#232935',
  accent: '#8fabff',
  person: '#c79bf2',
  page: '#8fc1e3',
  socket: '#5bd0c2',
  agent: '#8fabff',
  tool: '#f0a35e',
  screen: '#f58db5',
  band: '#161b24',
};

function variables(colours: typeof LIGHT): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');
}

/** The colours as CSS variables of an element, light or dark as the reader prefers; paper is always light. */
export function palette(selector: string): string {
  return `${selector}{${variables(LIGHT)}}@media screen and (prefers-color-scheme:dark){${selector}{${variables(DARK)}}}`;
}

export const FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',sans-serif";
export const MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace";

export const STYLE = `${palette(':root')}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.6 ${FONT};-webkit-text-size-adjust:100%;overflow-wrap:anywhere}
.page{max-width:1120px;margin:0 auto;padding:0 28px}
main{padding-bottom:72px!important}
.top{border-bottom:1px solid var(--line);background:var(--none-bg);padding:36px 0 30px;border-top:6px solid var(--none)}
.top.good{background:var(--good-bg);border-top-color:var(--good)}.top.bad{background:var(--bad-bg);border-top-color:var(--bad)}.top.warn{background:var(--warn-bg);border-top-color:var(--warn)}
.top .over{margin:0;color:var(--soft);font-weight:600;letter-spacing:.02em}
h1{margin:4px 0 10px;font-size:clamp(26px,4.4vw,42px);line-height:1.15;letter-spacing:-.02em;color:var(--none)}
h1.good{color:var(--good)}h1.bad{color:var(--bad)}h1.warn{color:var(--warn)}
.also{margin:-4px 0 14px;font-size:17px;font-weight:700}
.says{margin:0 0 20px;font-size:17px;max-width:76ch}
.causes{margin:0 0 18px;padding-left:22px;max-width:86ch}.causes li{margin:0 0 10px}.causes b{font-size:17px}.causes small{font-size:inherit;font-weight:650}.causes p{margin:2px 0 0;max-width:none}
.top .mark.none{background:var(--paper)}
.facts{display:flex;flex-wrap:wrap;gap:10px 28px;margin:0}.facts dt{font-size:12px;color:var(--soft)}.facts dd{margin:0;font-weight:600}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(158px,1fr));gap:12px;margin:26px 0 8px}
.tile{border:1px solid var(--line);border-radius:12px;background:var(--raised);padding:14px 16px;display:flex;flex-direction:column;gap:2px;break-inside:avoid}
.tile span{font-size:12.5px;color:var(--soft);font-weight:600}.tile b{font-size:26px;line-height:1.2;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.tile small{font-size:12.5px;color:var(--soft);line-height:1.4}.tile.good b{color:var(--good)}.tile.bad b{color:var(--bad)}.tile.warn b{color:var(--warn)}
nav{display:flex;flex-wrap:wrap;gap:6px;margin:20px 0 0}nav a{font-size:13px;padding:3px 11px;border:1px solid var(--line);border-radius:99px;color:var(--soft);text-decoration:none}
nav a:hover,nav a:focus-visible{color:var(--ink);border-color:var(--soft)}
a{color:var(--accent)}
h2{font-size:22px;letter-spacing:-.01em;margin:46px 0 12px;padding-top:18px;border-top:1px solid var(--line);break-after:avoid}
h3{font-size:17px;margin:28px 0 8px;break-after:avoid}h4{font-size:15px;margin:20px 0 6px;break-after:avoid}
p,ul,ol{margin:8px 0 14px;max-width:86ch}li{margin:3px 0}
code,pre{font-family:${MONO};font-size:.875em}code{background:var(--none-bg);border-radius:4px;padding:.1em .35em;overflow-wrap:anywhere}
pre{background:var(--raised);border:1px solid var(--line);border-radius:10px;padding:14px 16px;overflow-x:auto;line-height:1.5;margin:10px 0 16px;white-space:pre-wrap;overflow-wrap:anywhere}
.muted{color:var(--soft)}
.note{border-left:4px solid var(--none);background:var(--none-bg);border-radius:0 8px 8px 0;padding:9px 15px}
.note.good{border-color:var(--good);background:var(--good-bg)}.note.bad{border-color:var(--bad);background:var(--bad-bg)}.note.warn{border-color:var(--warn);background:var(--warn-bg)}
.mark{display:inline-block;font-size:12.5px;font-weight:650;padding:0 8px;border-radius:99px;line-height:1.65;background:var(--none-bg);color:var(--none);white-space:nowrap;vertical-align:middle}
.mark.good{background:var(--good-bg);color:var(--good)}.mark.bad{background:var(--bad-bg);color:var(--bad)}.mark.warn{background:var(--warn-bg);color:var(--warn)}
figure{margin:14px 0 20px}figcaption{font-size:12.5px;color:var(--soft);margin-top:6px}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:10px;background:linear-gradient(90deg,var(--paper) 30%,transparent) 0/36px 100% no-repeat local,
linear-gradient(270deg,var(--paper) 30%,transparent) 100%/36px 100% no-repeat local,linear-gradient(90deg,color-mix(in srgb,var(--soft) 40%,transparent),transparent) 0/10px 100% no-repeat scroll,
linear-gradient(270deg,color-mix(in srgb,var(--soft) 40%,transparent),transparent) 100%/10px 100% no-repeat scroll}
table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.45}
th,td{text-align:left;padding:8px 13px;border-bottom:1px solid var(--line);vertical-align:top}tbody tr:last-child td{border-bottom:0}
td{overflow-wrap:break-word;min-width:64px}th{font-size:12.5px;color:var(--soft);background:color-mix(in srgb,var(--raised) 60%,transparent);white-space:nowrap;font-weight:600}
.figure{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.picture{border:1px solid var(--line);border-radius:12px;overflow-x:auto;background:var(--paper);padding:10px}.screenshot img{display:block;max-width:100%;width:720px;height:auto;border:1px solid var(--line);border-radius:12px}.picture svg{display:block;width:100%;height:auto;min-width:700px}
details{border:1px solid var(--line);border-radius:10px;padding:4px 16px;margin:10px 0 16px}summary{cursor:pointer;padding:6px 0;font-weight:600}
@media (max-width:760px){.page{padding:0 16px}table{font-size:13px}th,td{padding:7px}td:not(.figure){min-width:104px}th:first-child,td:first-child{position:sticky;left:0;min-width:112px;overflow-wrap:anywhere}td:first-child{background:var(--paper)}.tile b{font-size:22px}.picture::before{content:'Wider than this window: it scrolls sideways.';display:block;position:sticky;left:0;font-size:13px}}
@media print{body{font-size:11px}.page{max-width:none;padding:0 4px}.top{padding:14px 0}h1{font-size:26px}.says{font-size:12.5px}h2{font-size:16px}h3{font-size:13px}h4{font-size:12px}
table,th,figcaption,.facts dt,.tile small,.tile span{font-size:10px}th,td{padding:4px 8px}.tiles{grid-template-columns:repeat(5,1fr);gap:6px}.tile{padding:8px}.tile b{font-size:16px}details::details-content{content-visibility:visible}
nav{display:none}.top,.mark,.note,.tile,th{-webkit-print-color-adjust:exact;print-color-adjust:exact}
h2{margin-top:26px}tr,figure.table tr,.picture,.tile{break-inside:avoid}.scroll,.picture{overflow:visible}td{overflow-wrap:anywhere}.scroll{background:none}.picture svg{min-width:0}a{color:inherit}
details{border:0;padding:0}@page{margin:14mm}}`;
