require('./core/boot');
