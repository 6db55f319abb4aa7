import type { Verdict } from '../verify.ts';
import { createWorld } from '../world.ts';
import { createScene, until } from './scene.ts';

/** Events over Socket Mode: connections recycled and cut, one server killed, nothing missing and nothing twice. */
export async function runSocket(seed: number): Promise<Verdict> {
  const world = await createWorld({ servers: 1, seed, channels: ['socket'] });
  try {
    const scene = createScene(world);
    const { slack } = world;
    const appToken = slack.issueToken('app', ['connections:write']);
    await world.restart({ SLACK_APP_TOKEN: appToken });
    await slack.sockets.waitForConnections(2, 30_000);
    const thread = await scene.start('socket');
    await thread.untilReceipt(thread.first, 'delivered');
    const threadTs = await thread.root();
    const said: string[] = [];
    const say = () => {
      said.push(`over the socket ${said.length}`);
      slack.say({ channel: 'socket', user: 'ben', text: said.at(-1) ?? '', threadTs });
    };
    for (const trouble of [
      () => slack.sockets.recycle('one'),
      () => slack.sockets.recycle('all'),
      () => slack.sockets.cut(),
    ]) {
      say();
      trouble();
      say();
      await slack.sockets.waitForConnections(2, 30_000);
      say();
    }
    await world.kill(0);
    say();
    await world.start();
    say();
    const arrived = await until(async () => {
      const last = await thread.untilMessage((each) => each.body === said.at(-1));
      return last === undefined ? undefined : true;
    });
    scene.check(arrived === true, 'the last message did not come');
    for (const text of said) {
      const found = await thread.untilMessage((each) => each.body === text);
      scene.check(found !== undefined, `"${text}" did not come`);
    }
    const ana = await world.ana();
    const { messages } = await ana.discussions.get.query({ discussionId: thread.discussionId });
    const times = new Map<string, number>();
    for (const { body } of messages) times.set(body, (times.get(body) ?? 0) + 1);
    for (const [body, count] of times) scene.check(count === 1, `"${body}" came ${count} times`);
    return scene.verdict({ said: said.length });
  } finally {
    await world.close();
  }
}
