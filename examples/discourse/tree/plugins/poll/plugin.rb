# name: poll
