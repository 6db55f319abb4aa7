/** What the served page gives to the script inside it. */
export type AppData = {
  threads: AppThread[];
  readingPane: 'right' | 'bottom' | 'off';
  conversations: 'on' | 'off';
  /** Path of the account, such as `/mail/` or `/mail/1/`. */
  base: string;
  words: Record<'nothingSelected' | 'manySelected', string>;
  rowCount: number | null;
  paneKey: string | null;
  selectedKey: string | null;
  paneLagMs: number;
  coldMs: number;
};

/** A thread as HTML parts. Ids are as the page writes them. */
export type AppThread = {
  key: string;
  conversationId: string;
  itemId: string;
  folder: string;
  row: string;
  pane: string;
};
