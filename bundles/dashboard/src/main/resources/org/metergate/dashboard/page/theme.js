// Light or dark: as the device says, or as was chosen on it.

export const THEMES = ['auto', 'light', 'dark'];

export function theme() {
  const kept = localStorage.getItem('theme');
  return THEMES.includes(kept) ? kept : 'auto';
}

export function wear(wanted) {
  localStorage.setItem('theme', wanted);
  document.documentElement.dataset.theme = theme();
}

wear(theme());
