"""The values that travel between the rooms. All are frozen. Only those of which there are many have slots: a class with
slots takes twice as long to load."""
