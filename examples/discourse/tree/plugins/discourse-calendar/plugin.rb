# name: discourse-calendar
