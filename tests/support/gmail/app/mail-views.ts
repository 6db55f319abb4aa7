import type { AppData, AppThread } from './app-data.ts';
import { renameClass, renameClasses } from './rename-class.ts';

/** What the address asks for. */
export type Place = { view: string; argument: string | null; thread: AppThread | undefined };

type TrustedTypes = {
  createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): string };
};
declare const trustedTypes: TrustedTypes;
const policy = trustedTypes.createPolicy('stand-in', { createHTML: (html) => html });

const BUTTONS = { back: '←', archive: '▤', newer: '‹', older: '›', 'new-window': '↗' };

/** Builds the boxes that the page shows. */
export function createViews(data: AppData) {
  const toHtml = (html: string) => policy.createHTML(data.areClassesRenamed ? renameClasses(html) : html);

  function box(className: string, html = ''): HTMLElement {
    const element = document.createElement('div');
    const names = className.split(' ').map((name) => (data.areClassesRenamed ? renameClass(name) : name));
    element.className = names.join(' ');
    if (html !== '') element.innerHTML = toHtml(html);
    return element;
  }

  function listThreads({ view, argument }: Place): AppThread[] {
    if (view === 'label') return data.threads.filter(({ labels }) => labels.includes(argument ?? ''));
    if (view === 'search')
      return data.threads.filter(({ searchText }) => searchText.includes((argument ?? '').toLowerCase()));
    if (view === 'all') return data.threads;
    return data.threads.filter(({ labels }) => labels.includes(view));
  }

  function createList(place: Place): HTMLElement {
    const rows = listThreads(place)
      .map(({ row }) => row)
      .join('');
    const view = box('BltHke nH oy8Mbf');
    view.append(box('G-atb', '<span class="J-J5-Ji">☐</span><span class="asa">↻</span>'));
    const split = box('Nr UI S2');
    split.append(box('Nu tf aZ6', `<table class="F cf zt" role="grid"><tbody>${rows}</tbody></table>`));
    if (data.layout === 'split-pane') {
      const pane = box('aia');
      pane.dataset['slot'] = 'preview';
      split.append(pane);
    }
    view.append(split);
    return view;
  }

  function createThread(thread: AppThread, { isAlone = false } = {}): HTMLElement {
    const view = box('nH a98 iY');
    view.dataset['thread'] = thread.id;
    if (!isAlone) view.append(box('G-atb', toolbar()));
    for (const head of data.hiddenHeads) view.append(hide(box('ha', head)));
    const head = box('ha', thread.head);
    const conversation = box('nH g id');
    if (data.isSubjectMoved) document.querySelector('[data-slot="moved"]')?.replaceChildren(head);
    else conversation.append(head);
    const list = box('nH aHU');
    list.setAttribute('role', 'list');
    for (const [index, message] of thread.messages.entries()) {
      const isLast = index === thread.messages.length - 1;
      list.append(...box('', isLast ? message.expanded : message.collapsed).childNodes);
    }
    list.append(box('amn', `<span class="ams bkH" role="link" tabindex="0">↩ ${data.words.reply}</span>`));
    conversation.append(list);
    view.append(conversation);
    return view;
  }

  function expand(item: Element, thread: AppThread): void {
    const message = thread.messages.find(({ id }) => id === item.getAttribute('data-expand'));
    if (message !== undefined) item.replaceWith(...box('', message.expanded).childNodes);
  }

  function createCompose(): HTMLElement {
    const compose = box(
      'dw',
      `<div class="aYF">${data.words.newMessage}</div><input class="aoT" aria-label="Subject"><div class="Am Al editable LW-avf" g_editable="true" aria-label="Message Body" role="textbox" aria-multiline="true" contenteditable="true"></div>`,
    );
    compose.setAttribute('role', 'dialog');
    return compose;
  }

  return { box, createList, createThread, createCompose, expand, listThreads };
}

function hide(element: HTMLElement): HTMLElement {
  element.style.display = 'none';
  return element;
}

function toolbar(): string {
  return Object.entries(BUTTONS)
    .map(
      ([name, sign]) =>
        `<span class="T-I J-J5-Ji" role="button" tabindex="0" data-do="${name}" aria-label="${name}">${sign}</span>`,
    )
    .join('');
}
