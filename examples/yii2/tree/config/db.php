<?php

return ['class' => 'yii\\db\\Connection'];
