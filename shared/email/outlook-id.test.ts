import { describe, expect, it } from 'vitest';
import { findOutlookIdKind, isSameOutlookId, readOutlookMailbox, toGraphId, toOutlookId } from './outlook-id.ts';

const CONVERSATION = 'AAQkADAwMDAwMDAwLTExMTEtMjIyMi0zMzMzLTQ0NDQ0NDQ0NDQ0NAAQAOi8+/r7zMzMzMzMzMzMzMw=';
const ITEM = `${btoa('\u0000\u0003$\u0000mailbox-and-folder-and-item~~~???')}`;

describe('outlook ids', () => {
  it('writes ids as Graph does, and back', () => {
    expect(toGraphId(CONVERSATION)).toBe(
      'AAQkADAwMDAwMDAwLTExMTEtMjIyMi0zMzMzLTQ0NDQ0NDQ0NDQ0NAAQAOi8_-r7zMzMzMzMzMzMzMw=',
    );
    expect(toOutlookId(toGraphId(CONVERSATION))).toBe(CONVERSATION);
  });

  it('takes either form of one id for the same', () => {
    expect(isSameOutlookId(CONVERSATION, toGraphId(CONVERSATION))).toBe(true);
    expect(isSameOutlookId(CONVERSATION, CONVERSATION.replace('8', '9'))).toBe(false);
  });

  it('tells conversations from items by the second byte', () => {
    expect(findOutlookIdKind(CONVERSATION)).toBe('outlook-conversation');
    expect(findOutlookIdKind(toGraphId(CONVERSATION))).toBe('outlook-conversation');
    expect(findOutlookIdKind('AQQkADAwATM0MDAAMS0zMDAwLTAwMAItMDAKABAA')).toBe('outlook-conversation');
    expect(findOutlookIdKind(ITEM)).toBe('outlook-item');
    expect(findOutlookIdKind('AQMkADAwATM0MDAAMS0zMDAwLTAwMAItMDAKABAA')).toBe('outlook-item');
  });

  it('tells the mailbox, which conversations and items share, from the plain and the run-length form', () => {
    const guid = '00034001-3734-c4ba-0000-000000000000';
    const plain = (kind: number): string => btoa(`\u0000${String.fromCharCode(kind)}$\u0000${guid}\u0000\u0010`);
    const short = btoa(`\u0001\u0003$\u000000\u00013400\u00001-3734-c4ba-00\u0002-00\u000a\u0000\u0010`);
    expect([plain(4), plain(3), toGraphId(plain(4)), short].map(readOutlookMailbox)).toEqual([guid, guid, guid, guid]);
    expect(readOutlookMailbox(CONVERSATION)).toBe('00000000-1111-2222-3333-444444444444');
    expect([ITEM, 'inbox', ''].map(readOutlookMailbox)).toEqual([undefined, undefined, undefined]);
  });

  it.each(['', 'inbox', 'AAAAAAAAAAAA', 'not an id at all', 'AAQk', `AAQk${'A'.repeat(2000)}`])(
    'knows no kind for %j',
    (text) => {
      expect(findOutlookIdKind(text)).toBeUndefined();
    },
  );
});
