const light = {
  page: '#f6f8fc',
  card: '#ffffff',
  text: '#1f1f1f',
  soft: '#5f6368',
  line: '#e4e7ec',
  search: '#eaf1fb',
  chosen: '#d3e3fd',
  compose: '#c2e7ff',
  read: '#f2f6fc',
};
const dark: typeof light = {
  page: '#131314',
  card: '#1b1b1d',
  text: '#e3e3e3',
  soft: '#a8abb0',
  line: '#34363b',
  search: '#282a2c',
  chosen: '#37445c',
  compose: '#004a77',
  read: '#202124',
};

/** The look of the page, near enough to the real one that a sidebar beside it can be judged. */
export function gmailStyles(theme: 'light' | 'dark'): string {
  const c = theme === 'dark' ? dark : light;
  return `
*{box-sizing:border-box}
html,body{height:100%;margin:0}
body{background:${c.page};color:${c.text};font:14px/20px "Google Sans",Roboto,Arial,sans-serif;overflow:hidden;width:100%}
.WN9Ejb{height:100%;display:flex;flex-direction:column;background:${c.page}}
.w-asV{height:64px;flex:none;display:flex;align-items:center;gap:16px;padding:0 16px}
.gb_name{font-size:22px;color:${c.soft};width:208px;flex:none}
.gb_form{flex:1;max-width:720px}
.gb_form input{width:100%;height:48px;border:0;border-radius:24px;padding:0 24px;background:${c.search};color:inherit;font:inherit}
.gb_space{flex:1}
.gb_B{width:32px;height:32px;border-radius:50%;background:#7b1fa2;color:#fff;display:grid;place-items:center;flex:none;text-decoration:none}
.bAw{flex:1;display:flex;min-height:0;min-width:0}
.aeN{width:232px;flex:none;padding:0 12px 0 8px;overflow:auto}
.T-I-KE{background:${c.compose};border-radius:16px;padding:18px 24px;display:inline-block;margin:8px 0 16px;cursor:pointer;border:0;font:inherit;color:inherit}
.aim a{display:block;height:32px;line-height:32px;padding:0 16px;border-radius:16px;color:inherit;text-decoration:none;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.aim a:hover{background:${c.line}}
.bkK{flex:1;min-width:0;background:${c.card};border-radius:16px;margin-bottom:16px;overflow:hidden;display:flex}
.bkK>div{flex:1;min-width:0;overflow:auto}
.brC-aT5-aOt-Jw{width:56px;flex:none;display:flex;flex-direction:column;align-items:center;gap:24px;padding-top:16px;color:${c.soft}}
.brC-brG{display:none}
.G-atb{display:flex;gap:18px;padding:12px 16px;color:${c.soft};border-bottom:1px solid ${c.line}}
.G-atb span{cursor:pointer}
.Nr{display:flex;min-width:0}
.Nu{flex:1;min-width:0}
.aia{flex:1.4;min-width:0;border-inline-start:1px solid ${c.line}}
.F{width:100%;border-collapse:collapse;table-layout:fixed}
.zA{height:40px;cursor:pointer;background:${c.read}}
.zA:focus{outline:2px solid #1a73e8;outline-offset:-2px}
.zE{font-weight:600;background:${c.card}}
.zA td{padding:0 6px;border-bottom:1px solid ${c.line};white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.oZ-x3{width:34px}.apU{width:30px;color:${c.soft}}.yX{width:168px}.xW{width:74px;text-align:end;font-size:12px}
.oZ-jc{width:16px;height:16px;border:2px solid ${c.soft};border-radius:2px;opacity:.6}
.xS{display:flex;min-width:0}.y6{flex:none;max-width:70%;overflow:hidden;text-overflow:ellipsis}.y2{color:${c.soft};font-weight:400;overflow:hidden;text-overflow:ellipsis}
.bx0{color:${c.soft};font-size:12px}
.ha{padding:16px 16px 8px 72px}
.hP{font-size:22px;line-height:28px;font-weight:400;margin:0;overflow-wrap:anywhere;outline:0}
.kv{padding:10px 16px;border-bottom:1px solid ${c.line};cursor:pointer}
.kv .gF{display:flex;gap:12px;align-items:center;min-width:0}
.g2-snippet{color:${c.soft};white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.aCi{width:40px;height:40px;border-radius:50%;background:#1a73e8;color:#fff;display:grid;place-items:center;flex:none}
.adn{display:flex;gap:16px;padding:16px}
.gs{flex:1;min-width:0}
.cf{width:100%}
.iw{margin:0;font-weight:400;font-size:14px}
.gD{font-weight:600}
.kv .gD{white-space:nowrap}
.go,.hb,.g3{color:${c.soft};font-size:12px;margin-inline-start:4px}
.hb{margin:0}
.gH{text-align:end;white-space:nowrap}
.nL{margin-inline-start:12px;cursor:pointer}
.a3s{padding:12px 0;overflow-wrap:anywhere}
.amn{padding:8px 16px 24px 72px}
.ams{border:1px solid ${c.soft};border-radius:16px;padding:6px 18px;cursor:pointer}
.dw{position:fixed;right:80px;bottom:0;width:420px;height:320px;background:${c.card};border-radius:8px 8px 0 0;box-shadow:0 4px 16px #0006;display:flex;flex-direction:column;z-index:500}
.aYF{background:${c.read};padding:10px 16px;font-weight:600}
.aoT{border:0;border-bottom:1px solid ${c.line};padding:10px 16px;background:none;color:inherit;font:inherit}
.Am{flex:1;padding:12px 16px}
.filler{display:contents}
@media (max-width:800px){.aeN{width:56px}.aim a{padding:0 4px}.T-I-KE{padding:18px 12px;font-size:0}.gb_name,.brC-aT5-aOt-Jw{display:none}.ha,.amn{padding-inline-start:16px}}
`;
}
