import { startView } from '../bridge/start-view.tsx';
import { Popup, popupCacheKey } from './popup.tsx';

void startView(<Popup />, { cachedUnder: popupCacheKey });
