<?php
$settings = "<?php\nreturn " . var_export($_POST, true) . ";\n";
file_put_contents(__DIR__ . '/../core/config.php', $settings);
file_put_contents('install/installed.lock', date('c'));
