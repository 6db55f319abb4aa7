import { describe, expect, it } from 'vitest';
import { findOutlookIdKind, isSameOutlookId, toGraphId, toOutlookId } from './outlook-id.ts';

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

  it.each(['', 'inbox', 'AAAAAAAAAAAA', 'not an id at all', 'AAQk', `AAQk${'A'.repeat(2000)}`])(
    'knows no kind for %j',
    (text) => {
      expect(findOutlookIdKind(text)).toBeUndefined();
    },
  );
});
