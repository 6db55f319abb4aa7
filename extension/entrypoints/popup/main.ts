import '#extension/views/ui/theme.css';
import { paintKeptLook } from '#extension/views/popup/kept-look.ts';

// What was shown last stands there at once; the popup itself is read meanwhile.
const place = document.getElementById('root');
if (place !== null) void paintKeptLook(place);
void import('#extension/views/popup/start-popup.tsx');
