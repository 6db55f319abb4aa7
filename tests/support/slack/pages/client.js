/** Keeps the stand-in's page fresh and sends what a person does on it. */
const { team, channel } = document.body.dataset;
const person = document.querySelector('#user');
const messages = document.querySelector('#messages');
const thread = document.querySelector('#thread');
const aside = document.querySelector('aside');

async function act(action, body) {
  const response = await fetch(`/control/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ channel, user: person.value, ...body }),
  });
  if (!response.ok) window.alert((await response.json()).error);
  return response.ok;
}

async function refresh() {
  const isAtEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 40;
  const threadTs = document.body.dataset.thread;
  const query = new URLSearchParams({ team, channel });
  messages.innerHTML = await (await fetch(`/page/messages?${query}`)).text();
  if (isAtEnd) messages.scrollTop = messages.scrollHeight;
  if (!threadTs) return;
  query.set('thread', threadTs);
  thread.innerHTML = await (await fetch(`/page/thread?${query}`)).text();
  thread.scrollTop = thread.scrollHeight;
}

function openThread(ts) {
  document.body.dataset.thread = ts;
  aside.hidden = ts === '';
  const query = new URLSearchParams({ team, channel, ...(ts ? { thread: ts } : {}) });
  history.replaceState(null, '', `/?${query}`);
  refresh();
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  const message = event.target.closest('.message');
  if (button?.id === 'close-thread') openThread('');
  if (!button || !message) return;
  const { ts } = message.dataset;
  if (button.dataset.openThread) openThread(button.dataset.openThread);
  if (button.dataset.react) act('toggleReaction', { ts, name: button.dataset.react });
  if (button.dataset.remove !== undefined) act('remove', { ts });
  if (button.dataset.edit !== undefined) {
    const text = window.prompt('New text', message.querySelector('.text')?.textContent.trim() ?? '');
    if (text) act('edit', { ts, text, isTyped: true });
  }
});

for (const form of document.querySelectorAll('.composer')) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const threadTs = form.dataset.threadComposer === undefined ? undefined : document.body.dataset.thread;
    const broadcast = form.elements.broadcast?.checked ?? false;
    if (await act('say', { text: form.elements.text.value, threadTs, broadcast, isTyped: true })) form.reset();
  });
  form.elements.text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

const remembered = localStorage.getItem('user');
if ([...person.options].some((option) => option.value === remembered)) person.value = remembered;
person.addEventListener('change', () => localStorage.setItem('user', person.value));

let isWaiting = false;
new EventSource('/control/changes').addEventListener('change', () => {
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(() => {
    isWaiting = false;
    refresh();
  }, 50);
});
messages.scrollTop = messages.scrollHeight;
