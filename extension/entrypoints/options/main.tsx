import '#extension/views/ui/theme.css';
import { startView } from '#extension/views/bridge/start-view.tsx';
import { Options } from '#extension/views/options/options.tsx';

void startView(<Options />);
