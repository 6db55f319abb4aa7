import '#extension/views/ui/theme.css';
import { startView } from '#extension/views/bridge/start-view.tsx';
import { Popup } from '#extension/views/popup/popup.tsx';

void startView(<Popup />);
