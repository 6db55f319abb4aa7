/** What the served page gives to the script inside it. */
export type AppData = {
  address: string;
  product: string;
  layout: 'list' | 'split-pane';
  threads: AppThread[];
  /** API id of the thread in a window of its own. */
  popoutId: string | null;
  /** Path of the account, such as `/mail/u/0/`. */
  base: string;
  words: Record<
    'inbox' | 'sent' | 'starred' | 'allMail' | 'searchResults' | 'nothingSelected' | 'newMessage' | 'reply',
    string
  >;
  hasTitleAccount: boolean;
  idLagMs: number;
  renderDelayMs: number;
  headerDelayMs: number;
  isSubjectMoved: boolean;
  areClassesRenamed: boolean;
  hiddenHeads: string[];
};

/** A thread as HTML parts. */
export type AppThread = {
  id: string;
  token: string;
  subject: string;
  labels: string[];
  searchText: string;
  row: string;
  head: string;
  messages: AppMessage[];
};

export type AppMessage = { id: string; collapsed: string; expanded: string };
