import type { OutlookPageOptions } from './page-options.ts';

const light = {
  page: '#f5f5f5',
  card: '#ffffff',
  text: '#242424',
  soft: '#616161',
  line: '#e0e0e0',
  bar: '#0f6cbd',
  chosen: '#cfe4fa',
};
const dark: typeof light = {
  page: '#1f1f1f',
  card: '#292929',
  text: '#f0f0f0',
  soft: '#adadad',
  line: '#3d3d3d',
  bar: '#0b3a66',
  chosen: '#0e4775',
};

/** Class names as a build of Outlook makes them: hashes that mean nothing and change with the next one. */
export function className({ build = 'one' }: Pick<OutlookPageOptions, 'build'>): (name: string) => string {
  return (name) => {
    let value = 7;
    for (const unit of `${build} ${name}`) value = (value * 31 + (unit.codePointAt(0) ?? 0)) % 60_466_176;
    return `_${value.toString(36)}`;
  };
}

/** The look of the page, near enough to the real one that a sidebar beside it can be judged. */
export function outlookStyles(options: OutlookPageOptions): string {
  const c = options.theme === 'dark' ? dark : light;
  const is = (name: string): string => `.${className(options)(name)}`;
  const isBelow = options.readingPane === 'bottom';
  return `
*{box-sizing:border-box}
[hidden]{display:none!important}
html,body{height:100%;margin:0}
body{background:${c.page};color:${c.text};font:14px/20px "Segoe UI",system-ui,sans-serif;overflow:hidden}
#app{height:100vh;display:flex;flex-direction:column;background:${c.page}}
${is('bar')}{height:48px;flex:none;display:flex;align-items:center;gap:16px;padding:0 16px;background:${c.bar};color:#fff}
${is('bar')} input{flex:1;max-width:480px;height:32px;border:0;border-radius:4px;padding:0 12px;background:#ffffff33;color:#fff;font:inherit}
${is('space')}{flex:1}
#O365_MainLink_Me{width:32px;height:32px;border-radius:50%;border:0;background:#fff;color:${c.bar};font:inherit}
${is('rooms')}{flex:1;display:flex;min-height:0;min-width:0}
${is('tree')}{width:200px;flex:none;padding:8px;overflow:auto}
${is('tree')} [role=treeitem]{height:32px;line-height:32px;padding:0 8px;border-radius:4px;cursor:pointer;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
${is('split')}{flex:1;min-width:0;display:flex;gap:8px;padding:8px;flex-direction:${isBelow ? 'column' : 'row'}}
#MailList{flex:1;min-width:0;min-height:0;background:${c.card};border-radius:8px;overflow:auto}
#ReadingPaneContainerId{flex:2;min-width:0;min-height:0;background:${c.card};border-radius:8px;overflow:auto}
#ReadingPaneContainerId>div{min-height:100%}
${is('row')}{padding:8px 12px;border-bottom:1px solid ${c.line};cursor:pointer}
${is('row')}[aria-selected=true]{background:${c.chosen}}
${is('unread')}{font-weight:600}
${is('who')},${is('topic')},${is('preview')}{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
${is('what')}{display:flex;gap:8px}${is('topic')}{flex:1;min-width:0}
${is('when')},${is('preview')},${is('date')},${is('well')}{color:${c.soft};font-size:12px;font-weight:400}
${is('empty')}{padding:48px;text-align:center;color:${c.soft}}
${is('head')}{padding:12px 16px;font-size:18px;font-weight:600;overflow-wrap:anywhere}
${is('item')}{display:flex;gap:12px;margin:8px;padding:12px;border:1px solid ${c.line};border-radius:8px;outline:0}
${is('face')}{width:32px;height:32px;flex:none;border-radius:50%;background:#8764b8;color:#fff;display:grid;place-items:center}
${is('card')}{flex:1;min-width:0}
${is('line')}{display:flex;gap:8px;justify-content:space-between}
${is('sender')}{font-weight:600;overflow-wrap:anywhere}
${is('body')}{padding-top:8px;overflow-wrap:anywhere}
${is('reply')}{margin:8px;padding:6px 16px;border:1px solid ${c.line};border-radius:4px;background:none;color:inherit;font:inherit}
@media (max-width:900px){${is('tree')}{display:none}}
`;
}
