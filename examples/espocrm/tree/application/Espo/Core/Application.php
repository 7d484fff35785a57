<?php

namespace Espo\Core;
