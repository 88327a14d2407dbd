"""Words in two languages: strings, number formats, names of figures."""
