import '#extension/views/ui/theme.css';
import { startSidebar } from '#extension/views/sidebar/start-sidebar.tsx';

void startSidebar();
