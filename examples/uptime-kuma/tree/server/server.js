require('./uptime-kuma-server');
