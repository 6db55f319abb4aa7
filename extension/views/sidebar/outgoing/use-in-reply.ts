import { createContext, useContext } from 'react';

/** Takes a text of the team's into the customer's composer, where it is edited and sent like any other. */
export type UseInReply = (text: string) => void;

/** Set where the open discussion has mail that can be answered. */
export const UseInReplyContext = createContext<UseInReply | null>(null);

export const useInReply = (): UseInReply | null => useContext(UseInReplyContext);
