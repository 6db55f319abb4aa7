import '#extension/views/ui/theme.css';
import { createRoot } from 'react-dom/client';
import { readLanguageChoice, setLanguage } from '#extension/language/language.ts';
import { ViewRoot } from '#extension/views/bridge/view-root.tsx';
import { InboxPage } from '#extension/views/inbox/inbox-page.tsx';
import { Options } from '#extension/views/options/options.tsx';
import { Popup } from '#extension/views/popup/popup.tsx';
import { Sidebar } from '#extension/views/sidebar/sidebar.tsx';
import { Welcome } from '#extension/views/welcome/welcome.tsx';
import { createFakeBridge } from './fake-bridge.ts';
import { scenes } from './scenes.ts';

const views = { sidebar: Sidebar, popup: Popup, options: Options, inbox: InboxPage, welcome: Welcome };
const query = new URLSearchParams(window.location.search);
const name = query.get('scene') ?? '';
const scene = scenes[name];
setLanguage(readLanguageChoice(query.get('language')));
const place = document.getElementById('root');

if (place !== null && scene !== undefined) {
  const View = views[scene.view];
  document.title = name;
  if (scene.section !== undefined) window.location.hash = scene.section;
  document.documentElement.dir = query.get('dir') === 'rtl' ? 'rtl' : 'ltr';
  createRoot(place).render(
    <ViewRoot
      bridge={createFakeBridge(scene, { dark: query.get('dark') === '1', isHeld: query.get('hold') === 'storage' })}
    >
      <View />
    </ViewRoot>,
  );
} else if (place !== null) {
  createRoot(place).render(
    <ul style={{ padding: 16 }}>
      {Object.keys(scenes).map((each) => (
        <li key={each}>
          <a href={`?scene=${each}`}>{each}</a> · <a href={`?scene=${each}&dark=1`}>dark</a>
        </li>
      ))}
    </ul>,
  );
}

// Lets the screenshot script name every scene without building a list of its own.
Object.assign(window, { sceneNames: Object.keys(scenes) });
