import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { botScopes, personScopes } from '#server/providers/slack/authorize.ts';

const Manifest = z.object({
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()), user: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
    interactivity: z.object({ is_enabled: z.literal(true), request_url: z.string().endsWith('/slack/interactions') }),
  }),
});

test('the manifest that admins paste asks for what the server uses, no more and no less', async () => {
  const text = await readFile('server/providers/slack/app-manifest.json', 'utf8');
  const { scopes } = Manifest.parse(JSON.parse(text)).oauth_config;
  expect(scopes.bot.toSorted()).toEqual(botScopes.toSorted());
  expect(scopes.user.toSorted()).toEqual(personScopes.toSorted());
});

test('the manifest subscribes to every event that the server reads', async () => {
  const text = await readFile('server/providers/slack/app-manifest.json', 'utf8');
  const subscribed = Manifest.parse(JSON.parse(text)).settings.event_subscriptions.bot_events;
  const source = await readFile('server/providers/slack/read-event.ts', 'utf8');
  const read = [...source.matchAll(/'((?:channel|group|member|reaction|team|user|app|tokens)_[a-z_]+)'/g)].map(
    ([, name]) => name ?? '',
  );
  // Not every word of this shape is an event; those that Slack does not know as events are named here.
  const notEvents = ['channel_convert_to_private', 'channel_convert_to_public', 'channel_type'];
  expect(read.filter((name) => !subscribed.includes(name) && !notEvents.includes(name))).toEqual([]);
  expect(read.length).toBeGreaterThan(10);
});
