// The service's name in each language, from branding.toml.
window.deskTitles = {"pl": "Konto iBOK", "en": "iBOK account"};
