"""Two of everything behind the shipped proxy: any one is killed or exchanged under load, and nobody loses anything."""
