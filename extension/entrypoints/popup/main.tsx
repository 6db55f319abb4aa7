import '#extension/views/ui/theme.css';
import { startView } from '#extension/views/bridge/start-view.tsx';
import { Popup, popupCacheKey } from '#extension/views/popup/popup.tsx';

void startView(<Popup />, { cachedUnder: popupCacheKey });
