import tailwindcss from '@tailwindcss/vite';

export default { root: import.meta.dirname, base: './', plugins: [tailwindcss()] };
