import '#extension/views/ui/theme.css';
import { startView } from '#extension/views/bridge/start-view.tsx';
import { Welcome } from '#extension/views/welcome/welcome.tsx';

void startView(<Welcome />);
