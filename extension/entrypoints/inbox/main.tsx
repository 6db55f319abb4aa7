import '#extension/views/ui/theme.css';
import { startView } from '#extension/views/bridge/start-view.tsx';
import { InboxPage } from '#extension/views/inbox/inbox-page.tsx';

void startView(<InboxPage />);
